package dev.banyan.cli.load;

import dev.banyan.cli.load.Books.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Whether everything that was promised to clients is in the books exactly once. Immutable.
///
/// @param confirmed orders that will be delivered
/// @param refused orders that ended for want of stock or money
/// @param cancelled orders that were given up
/// @param open orders that are not decided
/// @param findings what does not add up, by what it is about; the same keys always
record Balance(
        long confirmed,
        long refused,
        long cancelled,
        long open,
        Map<String, List<String>> findings) {
    static final List<String> SUBJECTS = List.of("orders", "stock", "money", "shipments");

    private static final int MOST_TOLD = 5;
    private static final Set<String> CONFIRMED =
            Set.of("CONFIRMED", "PACKED", "SHIPPED", "DELIVERED");
    private static final Set<String> REFUSED = Set.of("REJECTED", "PAYMENT_FAILED");

    Balance {
        findings = Map.copyOf(findings);
    }

    boolean holds() {
        return open == 0 && findings.values().stream().allMatch(List::isEmpty);
    }

    /// @param accepted what clients were told to be accepted
    /// @param unknown orders of which clients do not know
    /// @param entries the orders of these clients in the books
    /// @param stock what is wrong with the shelves
    static Balance of(
            Set<UUID> accepted, long unknown, Map<UUID, Entry> entries, List<String> stock) {
        var sums = new HashMap<String, Long>();
        var findings = new HashMap<String, List<String>>();
        SUBJECTS.forEach(subject -> findings.put(subject, new ArrayList<>()));
        orders(accepted, unknown, entries, findings);
        stock.forEach(finding -> add(findings, "stock", finding));
        for (var entry : entries.values()) {
            sums.merge(outcome(entry.status()), 1L, Long::sum);
            compare(entry, findings);
        }
        return new Balance(
                sums.getOrDefault("confirmed", 0L),
                sums.getOrDefault("refused", 0L),
                sums.getOrDefault("cancelled", 0L),
                sums.getOrDefault("open", 0L),
                findings);
    }

    private static void orders(
            Set<UUID> accepted,
            long unknown,
            Map<UUID, Entry> entries,
            Map<String, List<String>> findings) {
        accepted.stream()
                .filter(order -> !entries.containsKey(order))
                .forEach(order -> add(findings, "orders", "accepted and lost: " + order));
        int more = entries.size() - accepted.size();
        if (more > unknown) {
            add(
                    findings,
                    "orders",
                    "%d are in the books that nobody was told of, %d may be"
                            .formatted(more, unknown));
        }
    }

    private static String outcome(String status) {
        if (CONFIRMED.contains(status)) {
            return "confirmed";
        }
        if (REFUSED.contains(status)) {
            return "refused";
        }
        return status.equals("CANCELLED") ? "cancelled" : "open";
    }

    private static void compare(Entry entry, Map<String, List<String>> findings) {
        boolean confirmed = outcome(entry.status()).equals("confirmed");
        if (outcome(entry.status()).equals("open")) {
            return;
        }
        if (entry.reserved() != (confirmed ? entry.ordered() : 0)) {
            wrong(findings, "stock", entry, entry.reserved() + " pieces are put aside");
        }
        if (entry.charges() != (confirmed ? 1 : 0) || (confirmed && !entry.charged())) {
            wrong(findings, "money", entry, entry.charges() + " charges stand");
        }
        if (entry.shipments() != (confirmed ? 1 : 0)) {
            wrong(findings, "shipments", entry, entry.shipments() + " parcels go out");
        }
    }

    private static void wrong(
            Map<String, List<String>> findings, String subject, Entry entry, String found) {
        add(
                findings,
                subject,
                "order %s is %s over %d pieces, and %s"
                        .formatted(entry.order(), entry.status(), entry.ordered(), found));
    }

    private static void add(Map<String, List<String>> findings, String subject, String finding) {
        var list = findings.computeIfAbsent(subject, _ -> new ArrayList<>());
        if (list.size() < MOST_TOLD) {
            list.add(finding);
        }
    }
}
