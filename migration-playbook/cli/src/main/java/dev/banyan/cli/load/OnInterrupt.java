package dev.banyan.cli.load;

import java.util.concurrent.CountDownLatch;

/// Lets Control-C end something early instead of tearing it off: the program ends when that is
/// done.
public final class OnInterrupt implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    /// @param stop called once, at Control-C
    public OnInterrupt(Runnable stop) {
        this.hook =
                new Thread(
                        () -> {
                            stop.run();
                            await();
                        },
                        "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void await() {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What was to be done is done.
    public void done() {
        done.countDown();
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return;
        }
    }
}
