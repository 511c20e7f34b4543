package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.replication.fence.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Clients that run pgbench's transaction on the side that lets them: who is refused goes to the
/// other one and does the whole transaction there.
final class BenchClients implements AutoCloseable {

    private final List<TestDatabase> sides;
    private final int clients;
    private final long seed;
    private final ExecutorService threads;
    private final AtomicInteger owner = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong sum = new AtomicLong();
    private volatile boolean stopped;

    BenchClients(TwoDatabases databases, int clients, long seed) {
        this.sides = List.of(databases.source(), databases.target());
        this.clients = clients;
        this.seed = seed;
        this.threads = Executors.newFixedThreadPool(clients);
    }

    static long seed() {
        String given = System.getProperty("banyan.seed", "");
        long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
        System.out.println("seed " + seed);
        return seed;
    }

    Future<?> start() {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            Random random = new Random(seed + client);
            boolean repeatable = client % 2 == 1;
            all.add(CompletableFuture.runAsync(() -> work(random, repeatable), threads));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    private void work(Random random, boolean repeatable) {
        try (Connection first = connect(0, repeatable);
                Connection second = connect(1, repeatable)) {
            List<Connection> connections = List.of(first, second);
            while (!stopped) {
                transfer(connections, random);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Connection connect(int side, boolean repeatable) throws SQLException {
        Connection connection = sides.get(side).connect();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(
                repeatable
                        ? Connection.TRANSACTION_REPEATABLE_READ
                        : Connection.TRANSACTION_READ_COMMITTED);
        return connection;
    }

    private void transfer(List<Connection> connections, Random random) throws SQLException {
        int delta = random.nextInt(-5_000, 5_001);
        int account = random.nextInt(BenchTables.ACCOUNTS) + 1;
        int teller = random.nextInt(BenchTables.TELLERS) + 1;
        while (!stopped) {
            int side = owner.get();
            Connection connection = connections.get(side);
            try {
                transfer(connection, account, teller, delta);
                done.incrementAndGet();
                sum.addAndGet(delta);
                return;
            } catch (SQLException failure) {
                connection.rollback();
                if (!Refusal.mayBeBehind(failure)) {
                    throw failure;
                }
                if (Refusal.of(failure).isPresent()) {
                    owner.compareAndSet(side, 1 - side);
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }

    /// The TPC-B-like transaction of pgbench, statement by statement.
    private static void transfer(Connection connection, int account, int teller, int delta)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "update pgbench_accounts set abalance = abalance + %d where aid = %d"
                            .formatted(delta, account));
            statement.execute("select abalance from pgbench_accounts where aid = " + account);
            statement.execute(
                    "update pgbench_tellers set tbalance = tbalance + %d where tid = %d"
                            .formatted(delta, teller));
            statement.execute(
                    "update pgbench_branches set bbalance = bbalance + %d where bid = 1"
                            .formatted(delta));
            statement.execute(
                    "insert into pgbench_history (tid, bid, aid, delta, mtime) values (%d, 1, %d, %d, current_timestamp)"
                            .formatted(teller, account, delta));
        }
        connection.commit();
    }

    void awaitMore(int transfers) {
        long wanted = done.get() + transfers;
        long deadline = System.nanoTime() + TwoDatabases.DEADLINE.toNanos();
        while (done.get() < wanted) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    void stop() {
        stopped = true;
    }

    /// Nothing that was acknowledged is missing or there twice, on either side.
    void assertBalanced(TwoDatabases databases) {
        String sums =
                """
                select concat_ws(' ', (select count(*) from pgbench_history), (select sum(delta) from pgbench_history),
                  (select sum(abalance) from pgbench_accounts), (select sum(tbalance) from pgbench_tellers),
                  (select sum(bbalance) from pgbench_branches))
                """;
        String expected = done.get() + (" " + sum.get()).repeat(4);
        assertThat(TwoDatabases.query(databases.source(), sums)).containsExactly(expected);
        assertThat(TwoDatabases.query(databases.target(), sums)).containsExactly(expected);
    }

    /// Waits for the transactions that are going on.
    @Override
    public void close() {
        stopped = true;
        threads.close();
    }
}
