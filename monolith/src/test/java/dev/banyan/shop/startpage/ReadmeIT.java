package dev.banyan.shop.startpage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.shop.running.ShopTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs the commands of the README in their order.
@ShopTest
class ReadmeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STOCK = "/api/inventory/";

    private final int port;

    ReadmeIT(@LocalServerPort int port) {
        this.port = port;
    }

    @Test
    void itsCommandsPlaceAnOrderAndShowWhatBecameOfIt() throws Exception {
        var commands = Commands.in(Files.readString(Path.of("README.md")));
        assertThat(commands).hasSize(11);
        int before = json(run(commands.get(3))).get("available").asInt();

        var page = json(run(commands.get(0)));
        assertThat(page.at("/product/name").asString()).isEqualTo("Wireless Headphones");
        assertThat(page.at("/pricing/value/currentPrice/amount").decimalValue())
                .isEqualByComparingTo("249.99");

        assertThat(run(commands.get(1)))
                .startsWith("HTTP/1.1 202")
                .containsIgnoringCase("location: /api/orders/");
        var orders =
                until(
                        commands.get(2),
                        answer -> answer.at("/0/status").asString().equals("CONFIRMED"));
        var orderId = orders.at("/0/id").asString();

        assertThat(commands.get(3)).contains(STOCK);
        assertThat(json(run(commands.get(3))).get("available").asInt()).isEqualTo(before - 2);
        assertThat(json(run(commands.get(4).replace("ORDER_ID", orderId))).get("status").asString())
                .isEqualTo("COMPLETED");
        assertThat(
                        json(run(commands.get(5).replace("ORDER_ID", orderId)))
                                .get("orderId")
                                .asString())
                .isEqualTo(orderId);
        var told =
                until(
                        commands.get(6),
                        answer -> answer.at("/0/subjectId").asString().equals(orderId));
        assertThat(told.at("/0/kind").asString()).isEqualTo("ORDER_CONFIRMED");
        assertThat(json(run(commands.get(7))).get("total").asInt()).isPositive();
        showsReplaysAndDropsDeadLetters(commands.subList(8, 11));
    }

    private void showsReplaysAndDropsDeadLetters(List<String> commands) throws Exception {
        assertThat(json(run(commands.getFirst())).has("deadLetters")).isTrue();
        for (var command : commands.subList(1, 3)) {
            var answer = run(command.replace("EVENT_ID/CONSUMER", UUID.randomUUID() + "/nobody"));
            assertThat(json(answer).get("changed").asBoolean()).isFalse();
        }
    }

    private JsonNode until(String command, Predicate<JsonNode> holds) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var answer = json(run(command));
        while (!holds.test(answer)) {
            assertThat(System.nanoTime())
                    .as("%s still answers %s", command, answer)
                    .isLessThan(deadline);
            answer = json(run(command));
        }
        return answer;
    }

    private String run(String command) throws Exception {
        return Commands.output(
                command.replace("http://localhost:8080", "http://127.0.0.1:" + port));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
