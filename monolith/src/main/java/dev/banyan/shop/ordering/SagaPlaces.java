package dev.banyan.shop.ordering;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The places for sagas in this process. While somebody waits for a connection to the database,
/// only a few are given: a request has to be answered now, an order on its way can wait. Safe for
/// use by threads.
final class SagaPlaces {

    static final int FEW = 2;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final int all;
    private final BooleanSupplier crowded;
    private int taken;

    SagaPlaces(int all, BooleanSupplier crowded) {
        this.all = all;
        this.crowded = crowded;
    }

    /// Waits for a free place, then takes half of those that are free: the other half is for sagas
    /// that begin meanwhile.
    synchronized int take() throws InterruptedException {
        int places = free();
        while (places <= 0) {
            wait(LOOK_AGAIN.toMillis());
            places = free();
        }
        int half = (places + 1) / 2;
        taken += half;
        return half;
    }

    /// Takes a place, if one is free.
    synchronized boolean takeOne() {
        boolean free = free() > 0;
        if (free) {
            taken++;
        }
        return free;
    }

    synchronized void giveBack(int places) {
        taken -= places;
        notifyAll();
    }

    /// Waits until no place is taken; false if that takes too long.
    synchronized boolean awaitNoneTaken(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (taken > 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    private int free() {
        return (crowded.getAsBoolean() ? Math.min(FEW, all) : all) - taken;
    }
}
