package dev.banyan.cli.up;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// One of the processes that `up` has started. Safe for use by threads.
sealed interface RunningPart permits ManagedProcess, ManagedDatabase {

    /// What it is called in messages and for scripts.
    String name();

    /// Where a person or a program reaches it.
    String address();

    long pid();

    Path log();

    boolean isAlive();

    /// Whether it answers what a running one answers.
    boolean isReady() throws InterruptedException;

    /// How long it may take until it is ready.
    Duration patience();

    /// Completes when the process that runs now has ended, for whatever reason.
    CompletableFuture<Void> ended();

    /// With which exit code it ended, in words; only for one that has ended.
    String ending();

    /// Starts it again after it has ended.
    void startAgain();

    /// Asks it to end and waits; kills it when it does not.
    void stop(Duration limit) throws InterruptedException;
}
