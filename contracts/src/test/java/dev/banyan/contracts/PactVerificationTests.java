package dev.banyan.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.contracts.spi.HttpAnswer;
import dev.banyan.contracts.spi.HttpCall;
import dev.banyan.contracts.spi.ProviderUnderTest;
import dev.banyan.contracts.spi.PublishedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PactVerificationTests {

    private static final String PACT =
            """
            {"consumer": {"name": "till"}, "provider": {"name": "stock"},
             "interactions": [
              {"type": "Synchronous/HTTP", "description": "a level",
               "providerStates": [{"name": "a product", "params": {"product": "p1", "stock": 5}}],
               "request": {"method": "GET", "path": "/level/p1", "query": {"of": ["a b"]}},
               "response": {"status": 200, "headers": {"Content-Type": ["application/json"]},
                "body": {"content": {"onHand": 5, "at": "noon"}, "contentType": "application/json", "encoded": false},
                "matchingRules": {"body": {"$.at": {"combine": "AND", "matchers": [{"match": "type"}]}}}}},
              {"type": "Asynchronous/Messages", "description": "a change",
               "contents": {"content": {"id": "x", "onHand": 5}, "contentType": "application/json", "encoded": false},
               "metadata": {"type": "stock.changed"},
               "matchingRules": {"body": {"$.id": {"combine": "AND", "matchers": [{"match": "regex", "regex": "[a-z]+"}]}}}}],
             "metadata": {"pactSpecification": {"version": "4.0"}}}
            """;

    @TempDir private Path folder = Path.of("");
    private final Fake provider = new Fake();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("till-stock.json"), PACT);
    }

    @Test
    void findsEverythingKeptThatIsWhateverElseThereIs() throws Exception {
        provider.answer = "{\"onHand\":5,\"at\":\"midnight\",\"more\":true}";
        provider.event = "{\"onHand\": 5, \"id\": \"abc\", \"more\": 1}";

        var verified = verify();

        assertThat(verified.problems()).isEmpty();
        assertThat(verified.isKept()).isTrue();
        assertThat(verified.checks()).hasSize(2);
        assertThat(provider.log)
                .containsExactly("a product {product=p1, stock=5}", "GET /level/p1?of=a+b");
    }

    @Test
    void namesAFieldThatWasRenamed() throws Exception {
        provider.answer = "{\"inStock\":5,\"at\":\"noon\"}";
        provider.event = "{\"onHand\": 5}";

        var verified = verify();

        assertThat(verified.isKept()).isFalse();
        assertThat(verified.problems())
                .anySatisfy(problem -> assertThat(problem).contains("a level", "onHand"))
                .anySatisfy(problem -> assertThat(problem).contains("a change", "id"));
    }

    @Test
    void namesAnotherValueStatusAndType() throws Exception {
        provider.status = 500;
        provider.type = "stock.moved";
        provider.answer = "{\"onHand\":4,\"at\":1}";

        var problems = String.join("\n", verify().problems());

        assertThat(problems).contains("500", "equal to 5", "'stock.moved', not 'stock.changed'");
    }

    @Test
    void saysThatAnEventIsMissingAndThatAStateIsUnknown() throws Exception {
        provider.isSilent = true;
        provider.state = "a shop";

        var problems = String.join("\n", verify().problems());

        assertThat(problems)
                .contains(
                        "a level: There is no state 'a product'.",
                        "a change: No event 'stock.changed' about [] was published.");
    }

    @Test
    void givesAnotherContractAnotherHash() throws Exception {
        var before = PactFile.in(folder).getFirst();
        Files.writeString(folder.resolve("till-stock.json"), PACT.replace("noon", "dawn"));

        var after = PactFile.in(folder).getFirst();

        assertThat(after.hash()).isNotEqualTo(before.hash()).hasSize(64);
        assertThat(after.consumer() + ">" + after.provider()).isEqualTo("till>stock");
    }

    private Verification verify() throws IOException, InterruptedException {
        return new PactVerification(InstantSource.system())
                .verify(PactFile.in(folder).getFirst(), provider);
    }

    /// Answers what it is told to.
    private static final class Fake implements ProviderUnderTest {

        private final List<String> log = new ArrayList<>();
        private int status = 200;
        private String state = "a product";
        private String type = "stock.changed";
        private String answer = "{\"onHand\":5,\"at\":\"noon\"}";
        private String event = "{\"onHand\":5,\"id\":\"a\"}";
        private boolean isSilent;

        @Override
        public List<String> prepare(String wanted, Map<String, String> parameters) {
            if (!wanted.equals(state)) {
                throw new IllegalArgumentException("There is no state '%s'.".formatted(wanted));
            }
            log.add(wanted + " " + new java.util.TreeMap<>(parameters));
            return List.of();
        }

        @Override
        public HttpAnswer call(HttpCall call) {
            log.add(call.method() + " " + call.target());
            return new HttpAnswer(
                    status, Map.of("content-type", List.of("application/json")), answer);
        }

        @Override
        public Optional<PublishedEvent> published(String wanted, Collection<String> subjects) {
            return isSilent
                    ? Optional.empty()
                    : Optional.of(new PublishedEvent(Map.of("type", type), event));
        }
    }
}
