package dev.banyan.replication.bench;

import java.util.List;
import java.util.stream.IntStream;

/// What a source writes while nobody reads its log, for all peers to read one after the other.
///
/// @param rows changed in all
/// @param seen how many of these a target has, asked once
record Workload(String name, List<String> statements, long rows, String seen) {

    /// The row that is written last.
    static final String LAST = "SELECT count(*) FROM event WHERE id = 0";

    static final String FIRST = "SELECT count(*) FROM (SELECT FROM event LIMIT 1) e";

    /// Every other one an update of a row that was there before.
    static Workload oneRow(int transactions) {
        return new Workload(
                "one-row",
                List.of(
                        "SET synchronous_commit = off",
                        """
                        DO $$ BEGIN
                          FOR i IN 1..%d LOOP
                            IF i %% 2 = 0 THEN
                              UPDATE account SET balance = balance + 1, touched = clock_timestamp()
                              WHERE id = (i::bigint * 7919) %% %d + 1;
                            ELSE
                              INSERT INTO event
                              VALUES (i, i %% 1000, i * 0.01, md5(i::text), clock_timestamp());
                            END IF;
                            COMMIT;
                          END LOOP;
                        END $$
                        """
                                .formatted(transactions, Ground.ACCOUNTS),
                        "INSERT INTO event VALUES (0, 0, 0, 'last', now())"),
                transactions,
                "SELECT 2 * count(*) FROM event");
    }

    /// Inserts and updates in turns.
    static Workload large(int transactions, int rowsOfEach) {
        return new Workload(
                "large",
                java.util.stream.Stream.concat(
                                IntStream.range(0, transactions)
                                        .mapToObj(number -> transaction(number, rowsOfEach)),
                                java.util.stream.Stream.of(
                                        "INSERT INTO event VALUES (0, 0, 0, 'last', now())"))
                        .toList(),
                (long) transactions * rowsOfEach,
                "SELECT count(*) + count(*) FILTER (WHERE note = 'updated') FROM event");
    }

    private static String transaction(int number, int rows) {
        long base = (long) (number / 2) * rows;
        return number % 2 == 0
                ? "INSERT INTO event SELECT i, i %% 1000, i * 0.01, md5(i::text), now() FROM generate_series(%d, %d) i"
                        .formatted(base + 1, base + rows)
                : "UPDATE event SET note = 'updated', amount = amount + 1 WHERE id BETWEEN %d AND %d"
                        .formatted(base + 1, base + rows);
    }
}
