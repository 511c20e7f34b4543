package dev.banyan.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashIT {

    @ParameterizedTest
    @ValueSource(strings = {"BEFORE_EFFECT", "AFTER_EFFECT"})
    void losesAndDoublesNothingWhenTheProcessIsKilled(String moment) throws Exception {
        var database = PostgresServer.shared().createDatabase();

        runAndKillAt(moment, database);

        try (var shop = RunningShop.on(database, RunningShop.WITHOUT_WEB)) {
            shop.awaitNothingUnfinished();
            var total = 0;
            for (var order : List.of("order-0", "order-1", "order-2")) {
                var lines = lines(shop, order);
                total += lines;
                assertThat(shop.reserved(order))
                        .isEqualTo(IntStream.rangeClosed(1, lines).boxed().toList());
            }
            assertThat(total).isGreaterThanOrEqualTo(10);
            assertThat(shop.count("banyan_outbox.event")).isEqualTo(total);
            assertThat(shop.count("stock.audit")).isEqualTo(total);
            assertThat(shop.count("stock.inbox")).isEqualTo(2 * total);
        }
    }

    private static int lines(RunningShop shop, String order) {
        var lines =
                shop.jdbc()
                        .queryForObject(
                                "select lines from ordering.orders where id = ?",
                                Integer.class,
                                order);
        return lines == null ? 0 : lines;
    }

    /// Ends the process as `kill -9` does.
    private static void runAndKillAt(String moment, TestDatabase database)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path")));
        command.addAll(List.of(CrashingShop.class.getName(), moment));
        command.addAll(RunningShop.settings(database));
        command.add(RunningShop.WITHOUT_WEB);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            var seen = new ArrayList<String>();
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                seen.add(line);
                if (line.equals(CrashingShop.REACHED)) {
                    return;
                }
            }
            throw new AssertionError("The process ended before " + moment + ": " + seen);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
