package dev.banyan.extraction;

import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.ProcessState;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The proxies and seams that must know of a change before the next step.
final class Participants {
    static final Duration PAUSE = Duration.ofMillis(5);

    private final Ledger ledger;

    Participants(Ledger ledger) {
        this.ledger = ledger;
    }

    /// What is in the way of a version being acknowledged by all.
    ///
    /// @param gone who has not been heard of
    /// @param behind who decides by an older version
    record Waiting(List<ProcessState> gone, List<ProcessState> behind) {
        boolean isOver() {
            return gone.isEmpty() && behind.isEmpty();
        }

        @Override
        public String toString() {
            var who =
                    gone.stream()
                            .map(p ->
                                    "'%s' has been silent for %s".formatted(p.id(), p.sinceBeat()));
            var late =
                    behind.stream()
                            .map(p -> "'%s' is at version %d".formatted(p.id(), p.acknowledged()));
            return Stream.concat(who, late).collect(Collectors.joining(", "));
        }
    }

    Waiting waitingFor(long version) {
        var routing = ledger.processes().stream().filter(p -> p.kind().routes()).toList();
        return new Waiting(
                routing.stream().filter(ProcessState::isGone).toList(),
                routing.stream().filter(p -> !p.isGone() && p.acknowledged() < version).toList());
    }

    /// Waits until all have acknowledged a version, one is gone, or it is too late.
    Waiting await(long version, Deadline deadline) throws InterruptedException {
        while (true) {
            var waiting = waitingFor(version);
            if (waiting.isOver() || !waiting.gone().isEmpty() || deadline.hasPassed()) {
                return waiting;
            }
            Thread.sleep(PAUSE);
        }
    }
}
