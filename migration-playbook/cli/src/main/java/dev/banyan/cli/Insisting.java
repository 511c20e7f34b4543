package dev.banyan.cli;

import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Phase;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.Optional;

/// Asks for a step of an extraction until it is taken. A step that was refused, or begun and taken
/// back, has changed nothing and harmed nobody: a gate may want to see more first, or a busy
/// machine was late. Confined to one thread.
public final class Insisting {
    private final String module;
    private final Commands commands;
    private final Ledger ledger;
    private final Duration patience;

    /// @param patience after so long, what is refused still is refused for good
    public Insisting(String module, Commands commands, Ledger ledger, Duration patience) {
        this.module = module;
        this.commands = commands;
        this.ledger = ledger;
        this.patience = patience;
    }

    /// What to do between two tries.
    public interface Between {
        /// Takes its time, so that the next try meets something else than this one.
        ///
        /// @param reason why it was not done
        void run(String reason) throws InterruptedException;
    }

    /// Returns how it ended: done, or carried on by the bridge although it was reported as failed.
    ///
    /// @throws CommandFailure with what it said last, if it was not even begun in time
    public Commands.Ended ask(Between between, String... command) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        var before = standing();
        var ended = commands.run(command);
        while (!ended.isDone() && standing().equals(before)) {
            if (System.nanoTime() >= end) {
                throw ended.failure();
            }
            between.run(ended.reason());
            ended = commands.run(command);
        }
        return ended;
    }

    private record Standing(Phase phase, Side owner, Share reads) {}

    /// What a step changes.
    private Optional<Standing> standing() {
        return ledger.extraction(module)
                .map(e -> new Standing(e.phase(), e.owner(), e.traffic().reads()));
    }
}
