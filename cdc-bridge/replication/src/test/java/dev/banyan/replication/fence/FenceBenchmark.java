package dev.banyan.replication.fence;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.replication.TableName;
import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Measures what the fence costs those who write, in the worst case: one-row updates that are never
/// flushed. Both forms run in turns, so that the load of the machine hits both.
///
/// Arguments: `--json`, and `--quick` for a tenth of the time.
public final class FenceBenchmark {

    private static final int ROUNDS = 9;

    private final Side side;
    private final FenceTriggers triggers;
    private final long roundNanos;

    private FenceBenchmark(Side side, long roundNanos) {
        this.side = side;
        this.triggers = new FenceTriggers(side.database(), TriggerSettings.STANDARD);
        this.roundNanos = roundNanos;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> options = Arrays.asList(arguments);
        long millis = options.contains("--quick") ? 200 : 2_000;
        try (PostgresServer server =
                PostgresServer.start(Map.of("fsync", "off", "synchronous_commit", "off"))) {
            Side side =
                    Side.on(server)
                            .run(
                                    "create schema app",
                                    "create table app.item (id int primary key, n int)",
                                    "insert into app.item select i, 0 from generate_series(1, 1000) i");
            Fence fence = new Fence(side.database(), FenceSettings.forLease(Duration.ofSeconds(2)));
            fence.prepare();
            fence.register("app", true);
            FenceBenchmark benchmark = new FenceBenchmark(side, millis * 1_000_000);
            for (int isolation :
                    List.of(
                            Connection.TRANSACTION_READ_COMMITTED,
                            Connection.TRANSACTION_REPEATABLE_READ)) {
                for (int statements : List.of(1, 5)) {
                    benchmark.compare(isolation, statements, options.contains("--json"));
                }
            }
        }
    }

    private void compare(int isolation, int statements, boolean json) throws Exception {
        Set<TableName> tables = side.catalogue("app").tableNames();
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        try (Connection connection = side.application()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(isolation);
            rate(connection, statements);
            for (int round = 0; round < ROUNDS; round++) {
                without.add(rate(connection, statements));
                triggers.install("app", tables);
                with.add(rate(connection, statements));
                triggers.remove("app");
            }
        }
        print(isolation, statements, median(with), median(without), json);
    }

    private static void print(
            int isolation, int statements, double with, double without, boolean json) {
        String name =
                (isolation == Connection.TRANSACTION_READ_COMMITTED
                                ? "read-committed-"
                                : "repeatable-read-")
                        + statements;
        String form =
                json
                        ? "{\"bench\":\"fence\",\"case\":\"%s\",\"peer\":\"no-fence\",\"metric\":\"transactions-per-second\",\"ours\":%.0f,\"theirs\":%.0f,\"ratio\":%.3f}%n"
                        : "%-18s fenced %8.0f transactions/s, without %8.0f, ratio %.3f%n";
        System.out.printf(Locale.ROOT, form, name, with, without, with / without);
    }

    private double rate(Connection connection, int statements) throws SQLException {
        long start = System.nanoTime();
        long transactions = 0;
        try (Statement statement = connection.createStatement()) {
            while (System.nanoTime() - start < roundNanos) {
                for (int number = 0; number < statements; number++) {
                    statement.execute(
                            "update app.item set n = n + 1 where id = "
                                    + (transactions % 1000 + 1));
                }
                connection.commit();
                transactions++;
            }
        }
        return transactions * 1e9 / (System.nanoTime() - start);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
