package dev.banyan.cli;

import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.FenceReading;
import dev.banyan.ledger.JournalEntry;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.ModulePicture;
import dev.banyan.ledger.ModulePicture.StreamPicture;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.ReadCounts;
import dev.banyan.ledger.ReadableDuration;
import dev.banyan.ledger.SideName;
import dev.banyan.ledger.contract.ContractRecords;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one module is, on half a screen: from the ledger alone, in which the bridge writes what it
/// sees.
///
/// @param putBack why a bridge has taken its reads back, where nobody has given it reads since
/// @param seen all that living proxies have seen of its reads, by side
record StatusPicture(
        Extraction extraction,
        Optional<ModulePicture> picture,
        Optional<JournalEntry> diff,
        ContractLines contracts,
        Optional<JournalEntry> putBack,
        List<ReadCounts> seen,
        String next,
        Instant now) {

    private static final String PUT_BACK = "switch reads to " + Share.NONE;
    private static final int BAR = 20;
    private static final int WHOLE = 10_000;
    private static final double MOST = 0.95;

    static StatusPicture of(
            Ledger ledger,
            ContractRecords contracts,
            List<ProcessState> processes,
            Extraction extraction) {
        var module = extraction.module();
        var diff = ledger.newest(module, "diff");
        var now = ledger.clock();
        return new StatusPicture(
                extraction,
                ledger.picture(module),
                diff,
                ContractLines.of(contracts.of(module), processes, now),
                putBack(ledger, extraction),
                ledger.seen().values().stream()
                        .flatMap(List::stream)
                        .filter(c -> c.module().equals(module))
                        .toList(),
                NextCommand.of(module, Optional.of(extraction), diff),
                now);
    }

    private static Optional<JournalEntry> putBack(Ledger ledger, Extraction extraction) {
        return extraction.traffic().reads().equals(Share.NONE)
                ? ledger.newest(extraction.module(), PUT_BACK)
                        .filter(entry -> entry.evidence().containsKey("why"))
                : Optional.empty();
    }

    /// The lines of the screen.
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("%s: %s".formatted(extraction.module(), ModuleState.of(Optional.of(extraction))));
        lines.add(line("reads", bar(extraction.traffic().reads().basisPoints())));
        lines.add(line("", "%s; %s".formatted(seen(Side.CANDIDATE), seen(Side.CONTROL))));
        putBack.ifPresent(entry ->
                lines.add(
                        line(
                                "",
                                "put back %s ago: %s"
                                        .formatted(
                                                ReadableDuration.since(entry.at(), now),
                                                Evidence.text(entry.evidence())))));
        lines.add(line("streams", "to the service   " + stream(ModulePicture::forward)));
        lines.add(line("", "to the monolith  " + stream(ModulePicture::reverse)));
        lines.add(line("fences", "%s; %s".formatted(fence(Side.CONTROL), fence(Side.CANDIDATE))));
        lines.add(line("held", held()));
        lines.add(line("diff", diff.map(this::told).orElse("never compared")));
        lines.addAll(named("contracts", contracts.lines()));
        lines.addAll(named("events", deliveries()));
        notes().forEach((what, value) -> lines.add(line(what, value)));
        lines.add(line("doing", doing()));
        lines.add(line("next", Report.typed(next)));
        return lines;
    }

    private static String line(String what, String value) {
        return "  %-11s%s".formatted(what, value);
    }

    /// The name stands before the first of several lines.
    private static List<String> named(String what, List<String> values) {
        var lines = new ArrayList<String>();
        values.forEach(value -> lines.add(line(lines.isEmpty() ? what : "", value)));
        return lines;
    }

    private List<String> deliveries() {
        var all = picture.map(ModulePicture::deliveries).orElse(List.of());
        return all.isEmpty()
                ? List.of("none are relayed")
                : all.stream().map(StatusPicture::told).toList();
    }

    private static String told(ModulePicture.Deliveries deliveries) {
        return "from the %s: %d waiting, %d of them held, %d dead"
                .formatted(
                        SideName.of(deliveries.from()),
                        deliveries.waiting(),
                        deliveries.held(),
                        deliveries.dead());
    }

    private static String bar(int basisPoints) {
        int full = basisPoints * BAR / WHOLE;
        return "[%s%s] %s %% at the service"
                .formatted(
                        "#".repeat(full),
                        ".".repeat(BAR - full),
                        Double.toString(basisPoints / 100.0));
    }

    private String seen(Side side) {
        var sum =
                seen.stream()
                        .filter(c -> c.side() == side)
                        .reduce(ReadCounts::plus)
                        .orElseGet(() -> ReadCounts.none(extraction.module(), side));
        if (sum.answered() == 0) {
            return "%s: none seen".formatted(SideName.of(side));
        }
        int within = sum.withinMillis(MOST);
        return "%s: %d seen, %.1f %% failed, 95 %% within %s"
                .formatted(
                        SideName.of(side),
                        sum.answered(),
                        sum.failedShare() * 100,
                        within == Integer.MAX_VALUE ? "more than 10 s" : within + " ms");
    }

    private interface Part {
        StreamPicture of(ModulePicture picture);
    }

    private String stream(Part part) {
        return picture.map(part::of).map(this::told).orElse("unknown");
    }

    private String told(StreamPicture stream) {
        if (!stream.running()) {
            var why = stream.stopped();
            return "down" + (why == null ? "" : ": " + why);
        }
        return "running, %s and %s behind, its slot keeps %s"
                .formatted(
                        unit(stream.lagMillis(), "ms"),
                        unit(stream.lagBytes(), "bytes"),
                        unit(stream.retainedBytes(), "bytes"));
    }

    private static String unit(@Nullable Long value, String unit) {
        return value == null ? "an unknown number of " + unit : value + " " + unit;
    }

    private String fence(Side side) {
        var row = picture.map(p -> side == Side.CONTROL ? p.source() : p.target());
        return "%s %s".formatted(SideName.of(side), row.map(StatusPicture::told).orElse("none"));
    }

    private static String told(FenceReading row) {
        return (row.here() ? "open" : "closed") + ", epoch " + row.epoch();
    }

    private String held() {
        var attempt = extraction.attempt();
        var end = attempt == null ? null : attempt.heldUntil();
        return end != null && now.isBefore(end)
                ? "writes wait, for %s at most"
                        .formatted(ReadableDuration.of(Duration.between(now, end)))
                : "nothing";
    }

    private String told(JournalEntry entry) {
        return "%s old: %s"
                .formatted(
                        ReadableDuration.since(entry.at(), now), Evidence.text(entry.evidence()));
    }

    private Map<String, String> notes() {
        return picture.map(ModulePicture::notes).orElse(Map.of());
    }

    private String doing() {
        var told =
                picture.map(p -> Optional.ofNullable(p.doing()).orElse("nothing"))
                        .orElse("unknown");
        return picture.map(p ->
                        "%s, as '%s' saw it %s ago"
                                .formatted(told, p.bridge(), ReadableDuration.since(p.at(), now)))
                .orElse("no bridge has looked");
    }

    /// The same for a program.
    Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("module", extraction.module());
        fields.putAll(ModuleState.of(Optional.of(extraction)).fields());
        fields.put("version", extraction.version());
        fields.put("picture", picture.map(StatusPicture::json).orElse(null));
        fields.put("seen", seen);
        fields.put("putBack", putBack.map(JournalEntry::evidence).orElse(null));
        fields.put("held", held());
        fields.put("diff", diff.map(JournalEntry::evidence).orElse(null));
        fields.put("diffAt", diff.map(d -> d.at().toString()).orElse(null));
        fields.put("contracts", contracts.fields());
        fields.put("next", next);
        return fields;
    }

    private static Map<String, @Nullable Object> json(ModulePicture picture) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("bridge", picture.bridge());
        fields.put("at", picture.at().toString());
        fields.put("doing", picture.doing());
        fields.put("forward", picture.forward());
        fields.put("reverse", picture.reverse());
        fields.put("source", picture.source());
        fields.put("target", picture.target());
        fields.put("deliveries", picture.deliveries());
        fields.put("notes", picture.notes());
        return fields;
    }
}
