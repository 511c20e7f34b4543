package dev.banyan.proxy.bench;

import java.util.Arrays;
import java.util.List;

/// What is measured, and how long.
///
/// @param rounds of each case, each with every peer
/// @param seconds of one run
/// @param warmUpSeconds of each case for what runs on a JVM: its compilers need them
/// @param idle connections that lie idle
/// @param cases the names of those that are measured; none means all
record BenchOptions(
        boolean json, int rounds, int seconds, int warmUpSeconds, int idle, List<String> cases) {

    static final List<String> CASES = List.of("get-1k", "get-64k", "post-4k", "half-rate", "idle");

    static BenchOptions of(String... arguments) {
        var options = Arrays.asList(arguments);
        for (var option : options) {
            if (!List.of("--quick", "--json").contains(option) && !CASES.contains(option)) {
                throw new IllegalArgumentException(
                        "Unknown option '%s'. There are --quick, --json and the cases %s."
                                .formatted(option, String.join(", ", CASES)));
            }
        }
        boolean json = options.contains("--json");
        var cases = options.stream().filter(CASES::contains).toList();
        return options.contains("--quick")
                ? new BenchOptions(json, 3, 3, 12, 2_000, cases)
                : new BenchOptions(json, 5, 5, 25, 5_000, cases);
    }

    boolean has(String name) {
        return cases.isEmpty() || cases.contains(name);
    }
}
