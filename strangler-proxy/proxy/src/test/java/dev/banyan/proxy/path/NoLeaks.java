package dev.banyan.proxy.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class after which Netty reports a buffer that nobody released.
final class NoLeaks implements AfterAllCallback {

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(System.getProperty("io.netty.leakDetection.level")).isEqualTo("paranoid");
        collectGarbage();
        // Leaks are reported when the next buffer is tracked.
        for (int i = 0; i < 16; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
            ByteBufAllocator.DEFAULT.heapBuffer(16).release();
        }

        assertThat(LeakRecorder.FOUND).as("buffers that nobody released").isEmpty();
    }

    private static void collectGarbage() {
        var gone = new WeakReference<>(new Object());
        Eventually.eventually(
                "garbage is collected",
                () -> {
                    System.gc();
                    return gone.get() == null;
                });
        System.gc();
    }
}
