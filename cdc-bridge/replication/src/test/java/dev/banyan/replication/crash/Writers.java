package dev.banyan.replication.crash;

import dev.banyan.postgres.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// Writes one side in every way that an application does, through crashes of its server.
final class Writers implements AutoCloseable {

    /// One that waits for a lock ends with its server.
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(60);

    private final TestDatabase owner;
    private final AtomicLong ids;
    private final AtomicLong commits = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /// @param ids numbers for new rows, never used twice
    Writers(TestDatabase owner, AtomicLong ids, Random random) {
        this.owner = owner;
        this.ids = ids;
        for (int number = 0; number < 2; number++) {
            Random own = new Random(random.nextLong());
            start("writer " + number, () -> write(own));
        }
        Random slow = new Random(random.nextLong());
        start("slow writer", () -> writeSlowly(slow));
    }

    private void start(String name, Session session) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> keepOn(session)));
    }

    @FunctionalInterface
    private interface Session {
        void run() throws SQLException, InterruptedException;
    }

    private void keepOn(Session session) {
        while (!stopping) {
            try {
                session.run();
            } catch (SQLException e) {
                pause(100); // its server was killed, or another writer was faster
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Random random) throws SQLException, InterruptedException {
        try (Connection connection = owner.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!stopping) {
                transaction(connection, statement, random);
                Thread.sleep(5);
            }
        }
    }

    private void transaction(Connection connection, Statement statement, Random random)
            throws SQLException {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> transfer(statement, random);
            case 3 -> insert(statement, random);
            case 4 -> statement.execute(update(random));
            case 5 -> statement.execute("DELETE FROM item WHERE id = " + item(random));
            case 6 ->
                    statement.execute(
                            "UPDATE item SET id = "
                                    + next()
                                    + ", n = n + 1 WHERE id = "
                                    + item(random));
            case 7 -> trade(statement, random);
            case 8 -> truncate(statement, random);
            case 9 -> savepoint(connection, statement, random);
            case 10 -> bulk(statement, random);
            default -> log(statement, random);
        }
        if (random.nextInt(8) == 0) {
            connection.rollback();
        } else {
            connection.commit();
            commits.incrementAndGet();
        }
    }

    private static void transfer(Statement statement, Random random) throws SQLException {
        int from = 1 + random.nextInt(CrashTables.ACCOUNTS);
        int to = 1 + random.nextInt(CrashTables.ACCOUNTS);
        int low = Math.min(from, to);
        int high = Math.max(from, to);
        int amount = random.nextInt(100) - 50;
        statement.execute(
                "UPDATE account SET balance = balance - " + amount + " WHERE id = " + low);
        statement.execute(
                "UPDATE account SET balance = balance + " + amount + " WHERE id = " + high);
    }

    private void insert(Statement statement, Random random) throws SQLException {
        long id = next();
        statement.execute(
                "INSERT INTO item VALUES (%d, 'c%d', 1, repeat('%s', %d))"
                        .formatted(
                                id, id, (char) ('a' + random.nextInt(26)), random.nextInt(6000)));
    }

    private static String update(Random random) {
        return random.nextBoolean()
                ? "UPDATE item SET n = n + 1 WHERE id = " + item(random)
                : "UPDATE item SET body = repeat('u', "
                        + random.nextInt(6000)
                        + ") WHERE id = "
                        + item(random);
    }

    /// Two rows trade a unique value.
    private static void trade(Statement statement, Random random) throws SQLException {
        String one = item(random);
        String other = item(random);
        statement.execute("UPDATE item SET code = 'x' || id WHERE id = " + one);
        statement.execute("UPDATE item SET code = 'y' || id WHERE id = " + other);
        statement.execute(
                "UPDATE item SET code = 'c' || id WHERE id IN (" + one + ", " + other + ")");
    }

    private void truncate(Statement statement, Random random) throws SQLException {
        if (random.nextInt(4) == 0) {
            statement.execute("TRUNCATE scratch");
        }
        statement.execute("INSERT INTO scratch VALUES (" + next() + ", 1), (" + next() + ", 2)");
    }

    private void savepoint(Connection connection, Statement statement, Random random)
            throws SQLException {
        insert(statement, random);
        var savepoint = connection.setSavepoint();
        insert(statement, random);
        statement.execute(update(random));
        connection.rollback(savepoint);
        statement.execute(update(random));
    }

    private void bulk(Statement statement, Random random) throws SQLException {
        if (random.nextInt(3) == 0) {
            long first = ids.getAndAdd(1000);
            statement.execute(
                    "INSERT INTO note SELECT i, i, 'bulk' FROM generate_series(%d, %d) i"
                            .formatted(first, first + 999));
        } else {
            long low = random.nextInt(3000);
            statement.execute(
                    "UPDATE note SET text = 'u' || id WHERE id BETWEEN "
                            + low
                            + " AND "
                            + (low + 500));
        }
    }

    private static void log(Statement statement, Random random) throws SQLException {
        if (random.nextInt(100) == 0) {
            statement.execute(
                    "TRUNCATE log"); // each change of a table without a key reads all of it
        }
        statement.execute("INSERT INTO log VALUES (" + random.nextInt(20) + ", 'same')");
        if (random.nextInt(4) == 0) {
            statement.execute(
                    "DELETE FROM log WHERE ctid = (SELECT min(ctid) FROM log WHERE at = "
                            + random.nextInt(20)
                            + ")");
        }
    }

    /// A transaction that is open while the others go on, and across restarts of the stream.
    private void writeSlowly(Random random) throws SQLException, InterruptedException {
        try (Connection connection = owner.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!stopping) {
                insert(statement, random);
                Thread.sleep(500 + random.nextInt(2500));
                insert(statement, random);
                connection.commit();
            }
        }
    }

    private long next() {
        return ids.getAndIncrement();
    }

    private static String item(Random random) {
        return "(SELECT id FROM item WHERE id >= " + random.nextInt(400) + " ORDER BY id LIMIT 1)";
    }

    long commits() {
        return commits.get();
    }

    @Override
    public void close() {
        stopping = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(JOIN_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
