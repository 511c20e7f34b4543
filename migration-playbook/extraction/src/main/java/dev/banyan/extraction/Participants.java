package dev.banyan.extraction;

import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.ReadableDuration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The proxies and seams that must know of a change before the next step. Belongs to one thread.
final class Participants {
    /// The pause of a switch is made of this: looked at again after a tenth of what was waited.
    private static final int LOOKS = 10;

    private static final long SHORTEST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 20;

    private final Ledger ledger;
    private String last = "";

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
                                    "'%s' has been silent for %s"
                                            .formatted(p.id(), ReadableDuration.of(p.sinceBeat())));
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
        return until(w -> w.isOver() || !w.gone().isEmpty(), version, deadline);
    }

    /// The same for those that live: nobody waits for one that is gone.
    void awaitLiving(long version, Deadline deadline) throws InterruptedException {
        var _ = until(w -> w.behind().isEmpty(), version, deadline);
    }

    private Waiting until(Predicate<Waiting> enough, long version, Deadline deadline)
            throws InterruptedException {
        last = "";
        long begun = System.nanoTime();
        var waiting = waitingFor(version);
        while (!enough.test(waiting) && !deadline.hasPassed()) {
            note(waiting);
            rest(begun);
            waiting = waitingFor(version);
        }
        return waiting;
    }

    private static void rest(long begun) throws InterruptedException {
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        Thread.sleep(Math.clamp(waited / LOOKS, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
    }

    private void note(Waiting waiting) {
        last = waiting.behind().stream().map(ProcessState::id).collect(Collectors.joining(", "));
    }

    /// Who was waited for last; nobody if all had acknowledged at the first look.
    String last() {
        return last;
    }
}
