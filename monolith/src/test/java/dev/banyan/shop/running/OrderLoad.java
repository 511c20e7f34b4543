package dev.banyan.shop.running;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Customers who order at a steady rate, also while the shop is down. One whose request fails sends
/// it again with the same key until it is answered. While too many wait, no new ones come: a slow
/// machine makes the rate fall behind, not the queue grow.
public final class OrderLoad implements AutoCloseable {

    private static final int RETRY_MILLIS = 1_000;
    private static final int MOST_WAITING = 100;
    private static final List<String> METHODS =
            List.of(
                    "card",
                    "card",
                    "card",
                    "card",
                    "card",
                    "card",
                    "card-declined",
                    "card-answers-twice",
                    "card-timeout");

    private final ShopClient shop;
    private final List<UUID> products;
    private final Random random;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, UUID> accepted = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger leftOut = new AtomicInteger();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public OrderLoad(ShopClient shop, List<UUID> products, long seed) {
        this.shop = shop;
        this.products = products;
        this.random = new Random(seed);
    }

    public void start(int ratePerSecond) {
        var _ =
                timer.scheduleAtFixedRate(
                        this::order, 0, 1_000_000 / ratePerSecond, TimeUnit.MICROSECONDS);
    }

    /// No new customers; those who wait for an answer go on.
    public void stop() {
        timer.shutdown();
    }

    public int unanswered() {
        return unanswered.get();
    }

    /// Requests that had to be sent again.
    public int repeated() {
        return repeated.get();
    }

    /// Orders that did not come, because too many customers waited.
    public int leftOut() {
        return leftOut.get();
    }

    /// Why requests had to be sent again, and how often.
    public Map<String, Integer> failures() {
        return failures;
    }

    /// Order ids by key.
    public Map<String, UUID> accepted() {
        return accepted;
    }

    /// Answers other than 202, by key.
    public Map<String, String> refused() {
        return refused;
    }

    private void order() {
        if (unanswered.get() >= MOST_WAITING) {
            leftOut.incrementAndGet();
            return;
        }
        var key = new UUID(random.nextLong(), random.nextLong()).toString();
        var product = products.get(random.nextInt(products.size()));
        var method = METHODS.get(random.nextInt(METHODS.size()));
        int quantity = 1 + random.nextInt(3);
        unanswered.incrementAndGet();
        Thread.ofVirtual().start(() -> untilAnswered(key, product, quantity, method));
    }

    private void untilAnswered(String key, UUID product, int quantity, String method) {
        try {
            while (!isAnswered(key, product, quantity, method)) {
                repeated.incrementAndGet();
                if (closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            refused.put(key, e.toString());
        } finally {
            unanswered.decrementAndGet();
        }
    }

    private boolean isAnswered(String key, UUID product, int quantity, String method) {
        try {
            var customer = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);
            var answer = shop.place(customer, List.of(product), quantity, method, key);
            if (answer.status() == 202) {
                accepted.put(key, UUID.fromString(answer.text("id")));
                return true;
            }
            if (answer.status() < 500 && answer.status() != 409) {
                refused.put(key, answer.toString());
                return true;
            }
            failures.merge("status " + answer.status(), 1, Integer::sum);
            return false;
        } catch (UncheckedIOException e) {
            failures.merge(String.valueOf(e.getCause()), 1, Integer::sum);
            return false;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        closed.countDown();
    }
}
