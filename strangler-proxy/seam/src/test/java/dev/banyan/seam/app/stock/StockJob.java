package dev.banyan.seam.app.stock;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class StockJob {

    private final Moments moments;

    StockJob(Moments moments) {
        this.moments = moments;
    }

    @Scheduled(fixedDelay = 10)
    void count() {
        moments.jobs.incrementAndGet();
    }
}
