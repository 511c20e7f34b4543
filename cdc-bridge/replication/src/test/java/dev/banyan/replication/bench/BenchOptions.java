package dev.banyan.replication.bench;

import java.util.Arrays;
import java.util.List;

/// How much is measured, and how it is told.
///
/// @param rounds of each case; the median counts
/// @param transactions of one row each
/// @param largeRows of each of the large transactions
/// @param seconds of writing at a fixed rate
/// @param cases the names of those that are measured; none means all
record BenchOptions(
        boolean json,
        int rounds,
        long copyRows,
        int transactions,
        int largeRows,
        int seconds,
        List<String> cases) {

    static final List<String> CASES = List.of("copy", "one-row", "large", "latency");

    static final int LARGE_TRANSACTIONS = 20;
    static final int RATE = 500;

    static BenchOptions of(String[] arguments) {
        List<String> options = Arrays.asList(arguments);
        for (String option : options) {
            if (!List.of("--quick", "--json").contains(option) && !CASES.contains(option)) {
                throw new IllegalArgumentException(
                        "Unknown option '"
                                + option
                                + "'. There are --quick, --json and the cases "
                                + String.join(", ", CASES)
                                + ".");
            }
        }
        boolean json = options.contains("--json");
        List<String> cases = options.stream().filter(CASES::contains).toList();
        return options.contains("--quick")
                ? new BenchOptions(json, 1, 300_000, 40_000, 5_000, 8, cases)
                : new BenchOptions(json, 3, 2_000_000, 200_000, 20_000, 30, cases);
    }

    boolean has(String name) {
        return cases.isEmpty() || cases.contains(name);
    }
}
