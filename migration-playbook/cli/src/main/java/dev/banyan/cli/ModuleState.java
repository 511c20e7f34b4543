package dev.banyan.cli;

import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.SideName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a module stands, in the words of every command.
///
/// @param owner `monolith` or `service`
/// @param reads the share that the service answers
/// @param attempt what is under way and how far, or null
/// @param back the command that takes the last step back, or null
record ModuleState(
        String phase,
        String owner,
        long epoch,
        String reads,
        @Nullable String attempt,
        @Nullable String back) {

    /// Before the plan.
    static final ModuleState UNKNOWN =
            new ModuleState("not planned", "monolith", 0, "0 %", null, null);

    static ModuleState of(Optional<Extraction> extraction) {
        return extraction.map(ModuleState::of).orElse(UNKNOWN);
    }

    private static ModuleState of(Extraction extraction) {
        var attempt = extraction.underWay();
        return new ModuleState(
                words(extraction.phase()),
                SideName.of(extraction.owner()),
                extraction.ownerEpoch(),
                extraction.traffic().reads().toString(),
                attempt == null
                        ? null
                        : "%s at '%s'".formatted(words(attempt.kind()), attempt.step()),
                NextCommand.back(extraction.module(), extraction.phase()).orElse(null));
    }

    static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("phase", phase);
        fields.put("owner", owner);
        fields.put("epoch", epoch);
        fields.put("reads", reads);
        fields.put("attempt", attempt);
        fields.put("back", back);
        return fields;
    }

    @Override
    public String toString() {
        return "%s, writes with the %s since epoch %d, %s of the reads with the service%s"
                .formatted(
                        phase,
                        owner,
                        epoch,
                        reads,
                        attempt == null ? "" : ", under way: " + attempt);
    }
}
