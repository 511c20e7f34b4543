package dev.banyan.replication.bench;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.replication.CopySettings;
import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.Link;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Streams;
import dev.banyan.replication.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Copies one table with a primary key, beside the first copy of a subscription in binary form,
/// which is the faster one.
final class CopySpeed {

    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final String TABLE =
            "CREATE TABLE item (id bigint PRIMARY KEY, a int, b text, c numeric(14, 2), d timestamptz)";

    private final Ground ground;
    private final long rows;
    private final TestDatabase source;
    private final Measurements measured;

    CopySpeed(Ground ground, long rows, Measurements measured) throws SQLException {
        this.ground = ground;
        this.rows = rows;
        this.measured = measured;
        this.source = ground.emptySource();
        Ground.run(
                source,
                TABLE,
                "INSERT INTO item SELECT i, i % 1000, repeat(md5(i::text), 2), i * 0.01, now() FROM generate_series(1, "
                        + rows
                        + ") i",
                "VACUUM ANALYZE item");
    }

    void round(int number) throws SQLException, InterruptedException {
        for (int turn = 0; turn < 2; turn++) {
            TestDatabase target = ground.emptyTarget();
            Ground.run(target, TABLE);
            ground.settle();
            boolean ours = (number + turn) % 2 == 1;
            double seconds = ours ? copy(target) : subscribe(target);
            measured.add("copy", ours ? Peer.COPIER : Peer.NATIVE, "rows/s", rows / seconds);
            Ground.run(target, "DROP TABLE item");
        }
    }

    private double copy(TestDatabase target) throws InterruptedException {
        Link link =
                new Link(
                        "bench_copy_" + ground.next(),
                        Ground.database(source),
                        Ground.database(target),
                        List.of(new TableName("public", "item")));
        long start = System.nanoTime();
        try (ExportedSnapshot snapshot = Streams.slots(link).create(DEADLINE)) {
            Streams.copier(link, CopySettings.defaults(), Moment.Listener.none()).copy(snapshot);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Streams.remove(link, DEADLINE);
        return seconds;
    }

    private double subscribe(TestDatabase target) throws SQLException, InterruptedException {
        String name = "bench_copy_" + ground.next();
        Ground.run(source, "CREATE PUBLICATION " + name + " FOR TABLE item");
        long start = System.nanoTime();
        Ground.run(
                target,
                "CREATE SUBSCRIPTION %s CONNECTION '%s' PUBLICATION %s WITH (binary = true)"
                        .formatted(name, Ground.connectionString(source), name));
        awaitCopied(target);
        double seconds = (System.nanoTime() - start) / 1e9;
        Ground.run(target, "DROP SUBSCRIPTION " + name);
        Ground.run(source, "DROP PUBLICATION " + name);
        return seconds;
    }

    private static void awaitCopied(TestDatabase target) throws SQLException, InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        try (Connection connection = target.connect()) {
            while (Ground.number(
                            connection,
                            "SELECT count(*) FROM pg_subscription_rel WHERE srsubstate IN ('f', 's', 'r')")
                    == 0) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("The subscription did not copy in " + DEADLINE);
                }
                TimeUnit.MILLISECONDS.sleep(2);
            }
        }
    }
}
