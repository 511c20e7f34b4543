package dev.banyan.seam.app.orders;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// A job of a module that nobody moves.
@Component
public class OrdersJob {

    private final AtomicInteger runs = new AtomicInteger();

    @Scheduled(fixedDelay = 10)
    void count() {
        runs.incrementAndGet();
    }

    public int runs() {
        return runs.get();
    }
}
