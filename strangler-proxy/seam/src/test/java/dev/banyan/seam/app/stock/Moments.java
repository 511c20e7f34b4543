package dev.banyan.seam.app.stock;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/// What a test needs to see and to stop.
@Component
public class Moments {

    public final List<String> reserved = new CopyOnWriteArrayList<>();
    public final AtomicInteger jobs = new AtomicInteger();
    public volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch arrived = new CountDownLatch(0);

    public void stopHere() {
        gate = new CountDownLatch(1);
        arrived = new CountDownLatch(1);
    }

    public void awaitArrival() throws InterruptedException {
        if (!arrived.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("Nobody came here within 60 s.");
        }
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
