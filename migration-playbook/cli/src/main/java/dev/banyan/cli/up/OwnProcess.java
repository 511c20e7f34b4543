package dev.banyan.cli.up;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A process that is told by its number and the time of its start: a number alone may have become
/// somebody else's.
record OwnProcess(long pid, long startedAtMillis) {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    /// The process of a number; without it, one that is gone.
    static OwnProcess of(long pid) {
        return ProcessHandle.of(pid).map(OwnProcess::of).orElse(new OwnProcess(pid, 0));
    }

    private static OwnProcess of(ProcessHandle handle) {
        return new OwnProcess(
                handle.pid(), handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    static OwnProcess parse(String text) {
        int colon = text.indexOf(':');
        return new OwnProcess(
                Long.parseLong(text.substring(0, colon)),
                Long.parseLong(text.substring(colon + 1)));
    }

    /// As [#parse] reads it.
    String text() {
        return pid + ":" + startedAtMillis;
    }

    boolean isAlive() {
        return handle().isPresent();
    }

    /// Asks it to stop, and waits.
    ///
    /// @return whether it has ended
    boolean stop(Duration patience) throws InterruptedException {
        var handle = handle();
        if (handle.isEmpty()) {
            return true;
        }
        handle.get().destroy();
        return awaitEnd(handle.get(), patience);
    }

    /// Ends it without asking.
    void kill(Duration patience) throws InterruptedException {
        var handle = handle();
        if (handle.isPresent()) {
            handle.get().destroyForcibly();
            awaitEnd(handle.get(), patience);
        }
    }

    /// It is no child of this process: the JDK itself would look only every few seconds.
    private static boolean awaitEnd(ProcessHandle handle, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (handle.isAlive() && System.nanoTime() - end < 0) {
            Thread.sleep(LOOK_AGAIN);
        }
        return !handle.isAlive();
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(h -> of(h).equals(this));
    }
}
