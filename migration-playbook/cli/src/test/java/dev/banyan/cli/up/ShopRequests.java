package dev.banyan.cli.up;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests to a shop, so many a second: reads of stock and products, and deliveries of one piece
/// of the first product. Each has its number in its query, where the shop does not look, and the
/// access log tells it. Safe for use by threads.
///
/// On a machine that has no time for the shop, requests are left out rather than piled up until the
/// shop refuses them, which it does with whatever is in front of it.
final class ShopRequests implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofMinutes(1);
    private static final int MOST_UNDER_WAY = 16;
    private static final int ROUND = 50;
    private static final int PRODUCT_EVERY = 5;

    private final URI shop;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Semaphore places = new Semaphore(MOST_UNDER_WAY);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicLong stockReads = new AtomicLong();
    private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();
    private final List<UUID> products;

    /// What is asked for.
    enum Kind {
        STOCK,
        PRODUCT,
        DELIVERY
    }

    /// A request that has come to its end.
    ///
    /// @param begun when it was sent, by `System.nanoTime`
    /// @param problem why there was no answer, or empty
    record Answered(int number, Kind kind, long begun, long ended, int status, String problem) {
        boolean isLost() {
            return status != 200;
        }
    }

    ShopRequests(URI shop) throws Exception {
        this.shop = shop;
        this.products = new ArrayList<>();
        for (var item : get("/api/products?size=50").path("items")) {
            products.add(UUID.fromString(item.path("id").asString()));
        }
    }

    void begin(int perSecond) {
        long every = TimeUnit.SECONDS.toMicros(1) / perSecond;
        var _ = clock.scheduleAtFixedRate(this::send, 0, every, TimeUnit.MICROSECONDS);
    }

    private void send() {
        if (!places.tryAcquire()) {
            return;
        }
        int number = sent.getAndIncrement();
        var kind = kind(number);
        var request = request(number, kind);
        long begun = System.nanoTime();
        var _ =
                client.sendAsync(request, BodyHandlers.discarding())
                        .whenComplete(
                                (answer, problem) -> note(number, kind, begun, answer, problem));
    }

    private static Kind kind(int number) {
        if (number % ROUND == 0) {
            return Kind.DELIVERY;
        }
        return number % PRODUCT_EVERY == 0 ? Kind.PRODUCT : Kind.STOCK;
    }

    private HttpRequest request(int number, Kind kind) {
        var product = products.get(number % products.size());
        return switch (kind) {
            case STOCK -> to("/api/inventory/%s?number=%d".formatted(product, number)).build();
            case PRODUCT -> to("/api/products/%s?number=%d".formatted(product, number)).build();
            case DELIVERY ->
                    to("/api/inventory/%s/restock?number=%d".formatted(products.getFirst(), number))
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", UUID.randomUUID().toString())
                            .POST(BodyPublishers.ofString("{\"quantity\":1}"))
                            .build();
        };
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(shop.resolve(path)).timeout(ANSWER);
    }

    private void note(
            int number,
            Kind kind,
            long begun,
            @Nullable HttpResponse<Void> answer,
            @Nullable Throwable problem) {
        int status = answer == null ? 0 : answer.statusCode();
        var told = problem == null ? "" : problem.toString();
        answered.add(new Answered(number, kind, begun, System.nanoTime(), status, told));
        places.release();
        if (kind == Kind.STOCK) {
            stockReads.incrementAndGet();
        }
    }

    /// Reads stock and products, one after the other and without numbers, as a program that has
    /// just been started needs it.
    void warmUp(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            var product = products.get(i % products.size());
            get("/api/inventory/" + product);
            get("/api/products/" + product);
        }
    }

    /// Reads of stock that have been answered.
    long stockReads() {
        return stockReads.get();
    }

    /// Sends no more; to be asked for what came of them when all have [ended][#haveEnded].
    void stop() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(ANSWER.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("A request is still being sent.");
        }
    }

    boolean haveEnded() {
        return answered.size() == sent.get();
    }

    List<Answered> answered() {
        return List.copyOf(answered);
    }

    /// Pieces of the first product that the warehouse has.
    int onHand() throws Exception {
        return get("/api/inventory/" + products.getFirst()).path("onHand").asInt();
    }

    private JsonNode get(String path) throws Exception {
        var answer = client.send(to(path).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError("'%s' was answered with %s.".formatted(path, answer));
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.shutdownNow();
    }
}
