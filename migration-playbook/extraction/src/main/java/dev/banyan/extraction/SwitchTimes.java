package dev.banyan.extraction;

import dev.banyan.ledger.SideName;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where the milliseconds of a change of owner went, for the journal. Belongs to one thread.
final class SwitchTimes {
    private final long begun = System.nanoTime();
    private final Map<String, String> evidence = new HashMap<>();
    private long heldAt;
    private long releasedAt;

    void held() {
        heldAt = System.nanoTime();
    }

    void released() {
        releasedAt = System.nanoTime();
    }

    /// The time since a moment of `System.nanoTime`.
    void note(String what, long from) {
        evidence.put(what, Duration.ofNanos(System.nanoTime() - from).toString());
    }

    void put(String what, String value) {
        evidence.put(what, value);
    }

    /// What was found since this was asked last.
    Map<String, String> take() {
        var taken = Map.copyOf(evidence);
        evidence.clear();
        return taken;
    }

    /// How long writes waited; nothing where another process held them.
    Optional<Long> pauseMillis() {
        return heldAt == 0 || releasedAt == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(releasedAt - heldAt).toMillis());
    }

    String pause() {
        return pauseMillis().map(Object::toString).orElse("unknown");
    }

    String report(String module, Side fresh) {
        return "The writes of '%s' are with the %s. Writes waited for %s ms; the whole change took %d ms."
                .formatted(
                        module,
                        SideName.of(fresh),
                        pause(),
                        Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }
}
