package dev.banyan.ledger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.banyan.ledger.config.ProxySettings.Transport;
import dev.banyan.ledger.config.UpstreamSettings.Discovery;
import dev.banyan.routing.StickyKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BanyanSettingsTests {
    private static final String SOURCE =
            """
            source:
              url: jdbc:postgresql://127.0.0.1:5432/shop
            """;
    private static final String PROXY =
            SOURCE
                    + """
                    proxy:
                      control:
                        upstreams: [http://127.0.0.1:9000]
                    """;

    @Test
    void readsTheSmallestFileWithTheDefaultsOfThePatterns() {
        var proxy = parse(PROXY).proxy().orElseThrow();

        assertThat(proxy.listen()).isEqualTo(new Address("127.0.0.1", 8080));
        assertThat(proxy.admin().listen()).isEqualTo(new Address("127.0.0.1", 8081));
        assertThat(proxy.transport()).isEqualTo(Transport.AUTO);
        assertThat(proxy.control().timeouts().response()).isEqualTo(Duration.ofSeconds(5));
        assertThat(proxy.control().breaker())
                .isEqualTo(
                        new UpstreamSettings.Breaker(
                                100,
                                10,
                                50,
                                Duration.ofSeconds(2),
                                100,
                                Duration.ofSeconds(10),
                                3));
        assertThat(proxy.control().retry())
                .isEqualTo(new UpstreamSettings.Retry(3, Duration.ofMillis(100), 20));
        assertThat(proxy.hold().time()).isEqualTo(Duration.ofSeconds(10));
        assertThat(proxy.control().discovery())
                .isEqualTo(new Discovery.Static(List.of(new Endpoint(false, "127.0.0.1", 9000))));
    }

    @Test
    void readsAModuleWithItsRoutesAndWriters() {
        var module =
                parse(
                                SOURCE
                                        + """
                                        modules:
                                          inventory:
                                            schemas: [inventory]
                                            followed: [catalog.product]
                                            target:
                                              url: jdbc:postgresql://127.0.0.1:5433/inventory
                                              password: ${TARGET}
                                            candidate: {upstreams: ['http://127.0.0.1:9001']}
                                            stickyKey: cookie:SESSION
                                            routes:
                                              - path: /api/stock/{sku}
                                                methods: [GET, PUT]
                                                headers: {X-Version: 2}
                                                webSockets: read-only
                                            knownWriters:
                                              - {role: shop, address: 10.0.0.0/8}
                                        """)
                        .module("inventory");

        assertThat(module.stickyKey()).isEqualTo(new StickyKey.Cookie("SESSION"));
        assertThat(module.target().orElseThrow().password())
                .contains(new Secret.InEnvironment("TARGET"));
        assertThat(module.routes().getFirst().headers()).isEqualTo(Map.of("x-version", "2"));
        assertThat(module.knownWriters().getFirst().role()).contains("shop");
    }

    @Test
    void namesAllThatIsWrongAtOnceByLine() {
        var problems =
                problems(
                        """
                        source:
                          url: postgres://127.0.0.1/shop
                          user: banyan
                        proxy:
                          lisen: 127.0.0.1:8080
                          admin: 127.0.0.1
                          loops: 1000
                          control:
                            upstreams: [http://127.0.0.1:9000]
                            timeouts: {response: 5 bananas}
                        """);

        assertThat(problems)
                .containsExactly(
                        "banyan.yaml:2: 'source.url' is 'postgres://127.0.0.1/shop', which is wrong (not the address of a PostgreSQL database). Allowed: jdbc:postgresql://host:port/database, without user or password.",
                        "banyan.yaml:3: 'source.user' is not a setting. Allowed here: url, username, password, passwordFile.",
                        "banyan.yaml:5: 'proxy.lisen' is not a setting. Did you mean 'listen'? Allowed here: name, listen, tls, admin, adminToken, adminTokenFile, state, transport, loops, trustedProxies, control, limits, hold, accessLog, drain.",
                        "banyan.yaml:6: 'proxy.admin' is '127.0.0.1', which is wrong (has no port). Allowed: host:port, as in '127.0.0.1:8080'.",
                        "banyan.yaml:7: 'proxy.loops' is '1000', which is wrong (out of range). Allowed: a whole number from 0 to 256.",
                        "banyan.yaml:10: 'proxy.control.timeouts.response' is '5 bananas', which is wrong (not a duration). Allowed: a duration from 10ms to 1h, as in '250ms', '5s' or 'PT5S'.");
    }

    @Test
    void refusesAPasswordThatIsWrittenOutWithoutRepeatingIt() {
        var problems = problems(SOURCE + "  password: hunter2\n");

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("banyan.yaml:3: 'source.password' is written out.")
                .contains("passwordFile")
                .doesNotContain("hunter2");
    }

    @Test
    void refusesAPasswordInTheAddressOfADatabase() {
        assertThat(problems("source:\n  url: jdbc:postgresql://h/shop?user=a&password=b\n"))
                .singleElement()
                .asString()
                .contains("carrying a user or a password");
    }

    @Test
    void refusesAPasswordGivenTwice() {
        assertThat(problems(SOURCE + "  password: ${A}\n  passwordFile: b\n"))
                .containsExactly(
                        "banyan.yaml:3: 'source.password' and 'passwordFile' are both given. Next: keep one.");
    }

    @Test
    void refusesAKeyGivenTwice() {
        assertThat(problems(SOURCE + "  url: jdbc:postgresql://h/other\n"))
                .containsExactly(
                        "banyan.yaml:3: 'source.url' is given twice, first in line 2. Next: keep one.");
    }

    @Test
    void namesTheVariableThatIsMissing() {
        assertThat(problems(PROXY + "  listen: ${HOST}:80\n"))
                .contains(
                        "banyan.yaml:6: 'proxy.listen' needs the environment variable 'HOST', which is not set.");
    }

    @Test
    void saysWhereTheTextIsNotYaml() {
        assertThat(problems("source:\n  url: [\n"))
                .singleElement()
                .asString()
                .startsWith("banyan.yaml:3: this is not YAML: ");
    }

    @Test
    void asksForWhatIsRequired() {
        assertThat(problems("proxy: {}\n"))
                .containsExactly(
                        "banyan.yaml:1: 'source.url' is missing. Allowed: jdbc:postgresql://host:port/database, without user or password.",
                        "banyan.yaml:1: 'proxy.control' needs exactly one of upstreams, dns, dnsService and registry, and has 0.");
    }

    @Test
    void asksForOneKindOfDiscoveryOnly() {
        assertThat(problems(PROXY + "    registry: shop\n"))
                .containsExactly(
                        "banyan.yaml:5: 'proxy.control' needs exactly one of upstreams, dns, dnsService and registry, and has 2.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "source: text | 'source' holds settings below it",
                "modules: {Bad-Name: {schemas: [a]}} | 'modules.Bad-Name' is 'Bad-Name'",
                "modules: {a: {}} | 'modules.a' has neither schemas nor tables",
                "modules: {a: {schemas: x}} | 'modules.a.schemas' is not a list",
                "modules: {a: {schemas: [[x]]}} | 'modules.a.schemas' holds something that is not a single value",
                "modules: {a: {tables: [x]}} | Allowed: schema.table",
                "modules: {a: {schemas: [a], stickyKey: query:x}} | Allowed: cookie:NAME, header:NAME or user",
                "modules: {a: {schemas: [a], routes: [{path: api}]}} | does not begin with '/'",
                "modules: {a: {schemas: [a], routes: [{}]}} | 'modules.a.routes[0].path' is missing",
                "modules: {a: {schemas: [a], routes: [{path: /a, writes: no}]}} | by-method, every-request, no-request",
                "modules: {a: {schemas: [a], cohorts: {control: [x], candidate: [x]}}} | forces [x] to both sides",
                "modules: {a: {schemas: [a], knownWriters: [{}]}} | matches everybody",
                "bridge: {reader: wal2json} | one of debezium, pgoutput",
                "bridge: {admin: ''} | has no port",
                "bridge: {admin: 'h:99999'} | port 99999 is not between 0 and 65535",
                "bridge: {admin: '::1:80'} | an IPv6 address needs brackets",
                "bridge: {<<: {}} | 'bridge.<<' is not a setting",
                "bridge: {[a]: b} | has a key that is not a word",
            })
    void refuses(String text, String expected) {
        assertThat(problems((text.startsWith("source") ? "" : SOURCE) + text + "\n"))
                .anyMatch(it -> it.contains(expected));
    }

    @Test
    void environmentOverridesAndIsNamedWhenItIsWrong() {
        var right =
                BanyanSettings.parse(
                        "banyan.yaml",
                        PROXY,
                        Map.of(
                                "BANYAN_PROXY_LISTEN",
                                "0.0.0.0:80",
                                "BANYAN_PROXY_CONTROL_UPSTREAMS",
                                "http://a:1, http://b:2",
                                "BANYAN_SOURCE_PASSWORD",
                                "s3cret"));
        var wrong = catchProblems(PROXY, Map.of("BANYAN_PROXY_HOLD_TIME", "later"));

        assertThat(right.proxy().orElseThrow().listen()).hasToString("0.0.0.0:80");
        assertThat(right.proxy().orElseThrow().control().discovery())
                .isEqualTo(
                        new Discovery.Static(
                                List.of(new Endpoint(false, "a", 1), new Endpoint(false, "b", 2))));
        assertThat(right.source().password())
                .contains(new Secret.InEnvironment("BANYAN_SOURCE_PASSWORD"));
        assertThat(wrong)
                .singleElement()
                .asString()
                .contains("'BANYAN_PROXY_HOLD_TIME' is 'later'");
    }

    @Test
    void boundsWhatItSays() {
        var text =
                IntStream.range(0, 60)
                        .mapToObj("wrong%d: 1"::formatted)
                        .collect(Collectors.joining("\n", SOURCE, "\n"));

        var problems = problems(text);

        assertThat(problems).hasSize(26);
        assertThat(problems.getLast()).isEqualTo("banyan.yaml: and 35 more.");
    }

    @Test
    void doesNotFollowANodeThatContainsItself() {
        assertThat(problems(SOURCE + "bridge: &a\n  admin: *a\n"))
                .anyMatch(it -> it.contains("not a single value"));
    }

    private static BanyanSettings parse(String text) {
        return BanyanSettings.parse("banyan.yaml", text, Map.of());
    }

    private static List<String> problems(String text) {
        return catchProblems(text, Map.of());
    }

    private static List<String> catchProblems(String text, Map<String, String> environment) {
        var refused =
                catchThrowableOfType(
                        BadConfiguration.class,
                        () -> BanyanSettings.parse("banyan.yaml", text, environment));
        assertThat(refused).as("the refusal of the text").isNotNull();
        return refused.problems();
    }
}
