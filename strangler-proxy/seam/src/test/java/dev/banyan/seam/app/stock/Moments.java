package dev.banyan.seam.app.stock;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/// What a test needs to see and to stop.
@Component
public class Moments {

    public final List<String> reserved = new CopyOnWriteArrayList<>();
    public final AtomicInteger jobs = new AtomicInteger();
    public volatile CountDownLatch gate = new CountDownLatch(0);
    public volatile CountDownLatch arrived = new CountDownLatch(0);

    public void stopHere() {
        gate = new CountDownLatch(1);
        arrived = new CountDownLatch(1);
    }

    void pass() {
        arrived.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
