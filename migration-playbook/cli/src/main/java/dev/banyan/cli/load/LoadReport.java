package dev.banyan.cli.load;

import dev.banyan.cli.load.Tally.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// What became of a load.
///
/// @param perSecond what was asked for
/// @param leftOut trips that were not begun because too many were under way
/// @param failures the first of the failed requests
/// @param findings what does not add up in the books, by subject
public record LoadReport(
        double perSecond,
        Duration lasted,
        long orders,
        long accepted,
        long confirmed,
        long refused,
        long cancelled,
        long open,
        long looks,
        long restocks,
        long failed,
        long leftOut,
        long unknown,
        Duration p50,
        Duration p99,
        Duration longest,
        Duration lookP50,
        Duration lookP99,
        List<String> failures,
        Map<String, List<String>> findings) {

    static LoadReport of(
            LoadSettings settings, Duration lasted, Tally tally, long leftOut, Balance balance) {
        return new LoadReport(
                settings.pace().perSecond(),
                lasted,
                tally.sentSoFar(Kind.ORDER),
                tally.acceptedSoFar(),
                balance.confirmed(),
                balance.refused(),
                balance.cancelled(),
                balance.open(),
                tally.sentSoFar(Kind.LOOK),
                tally.sentSoFar(Kind.RESTOCK),
                tally.failedSoFar(),
                leftOut,
                tally.unknownOrders() + tally.unknownRestocks(),
                tally.orders().percentile(50),
                tally.orders().percentile(99),
                tally.orders().longest(),
                tally.looks().percentile(50),
                tally.looks().percentile(99),
                tally.failures(),
                balance.findings());
    }

    /// Whether all adds up: nothing lost, nothing doubled, nothing undecided.
    public boolean balances() {
        return open == 0 && findings.values().stream().allMatch(List::isEmpty);
    }

    /// Whether no request failed either, and none had to be left out.
    public boolean isFlawless() {
        return balances() && failed == 0 && leftOut == 0;
    }

    /// For a person.
    public String text() {
        var text = new StringJoiner("\n");
        text.add(
                "%d orders in %.1f s, %.1f a second were planned"
                        .formatted(orders, lasted.toMillis() / 1000.0, perSecond));
        text.add(
                "  accepted   %d: %d confirmed, %d refused, %d cancelled, %d undecided"
                        .formatted(accepted, confirmed, refused, cancelled, open));
        text.add(
                "  failed     %d of %d requests, %d trips left out, %d outcomes unknown"
                        .formatted(failed, orders + looks + restocks, leftOut, unknown));
        text.add(
                "  an order   p50 %d ms, p99 %d ms, longest %d ms, from the moment it was planned for"
                        .formatted(p50.toMillis(), p99.toMillis(), longest.toMillis()));
        text.add(
                "  a look     p50 %d ms, p99 %d ms"
                        .formatted(lookP50.toMillis(), lookP99.toMillis()));
        failures.forEach(failure -> text.add("  failed     " + failure));
        Balance.SUBJECTS.forEach(subject -> text.add(line(subject)));
        return text.toString();
    }

    private String line(String subject) {
        var found = findings.getOrDefault(subject, List.of());
        return "  %-10s %s"
                .formatted(
                        subject,
                        found.isEmpty()
                                ? "add up"
                                : "DO NOT ADD UP: " + String.join("\n             ", found));
    }

    /// For a program.
    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("perSecond", perSecond);
        fields.put("seconds", lasted.toMillis() / 1000.0);
        fields.put("orders", orders);
        fields.put("accepted", accepted);
        fields.put("confirmed", confirmed);
        fields.put("refused", refused);
        fields.put("cancelled", cancelled);
        fields.put("undecided", open);
        fields.put("failedRequests", failed);
        fields.put("leftOut", leftOut);
        fields.put("unknown", unknown);
        fields.put("p50Millis", p50.toMillis());
        fields.put("p99Millis", p99.toMillis());
        fields.put("longestMillis", longest.toMillis());
        Balance.SUBJECTS.forEach(subject ->
                fields.put(subject + "AddUp", findings.getOrDefault(subject, List.of()).isEmpty()));
        fields.put("failures", failures);
        fields.put("findings", findings);
        return fields;
    }
}
