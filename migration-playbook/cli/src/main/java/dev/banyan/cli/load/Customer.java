package dev.banyan.cli.load;

import dev.banyan.cli.load.Tally.Kind;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Somebody who orders a product, looks at its stock, and now and then thinks better of it. Keeps
/// cookies as a browser does. Safe for use by threads.
final class Customer {
    private static final int TRIES = 10;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final UUID id;
    private final Shop shop;
    private final Deliveries deliveries;
    private final Tally tally;
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    Customer(UUID id, Shop shop, Deliveries deliveries, Tally tally) {
        this.id = id;
        this.shop = shop;
        this.deliveries = deliveries;
        this.tally = tally;
    }

    UUID id() {
        return id;
    }

    /// An order, a look at what is left, perhaps the order's cancellation, and perhaps a delivery
    /// that fills the shelf again.
    void shop(Trip trip) throws InterruptedException {
        var order = order(trip.product(), trip.quantity(), trip.plannedNanos());
        look(trip.product());
        if (trip.cancels() && order.isPresent()) {
            cancel(order.get());
        }
        int delivered = deliveries.after(trip);
        if (delivered > 0) {
            restock(trip.product(), delivered);
        }
    }

    private void look(UUID product) throws InterruptedException {
        long from = System.nanoTime();
        var answer = once(Kind.LOOK, shop.request("/api/inventory/" + product), 200);
        if (answer.isPresent()) {
            tally.looked(since(from));
        }
    }

    /// Its time counts from the moment for which it was planned.
    private Optional<UUID> order(UUID product, int quantity, long plannedNanos)
            throws InterruptedException {
        var key = UUID.randomUUID();
        var wish =
                Map.of(
                        "customerId",
                        id,
                        "items",
                        List.of(Map.of("productId", product, "quantity", quantity)),
                        "shippingAddress",
                        Map.of(
                                "recipient", "Ada",
                                "street", "1 Harbour Street",
                                "city", "Lisbon",
                                "postalCode", "1000",
                                "country", "PT"),
                        "paymentMethod",
                        "card");
        var answer = surely(Kind.ORDER, () -> shop.post("/api/orders", key, wish), 202);
        if (answer.isEmpty()) {
            tally.unknownOrder();
            return Optional.empty();
        }
        var order = UUID.fromString(shop.read(answer.get()).path("id").asString());
        tally.accepted(order, since(plannedNanos));
        return Optional.of(order);
    }

    private void cancel(UUID order) throws InterruptedException {
        var key = UUID.randomUUID();
        var path = "/api/orders/" + order + "/cancellation";
        surely(
                Kind.CANCEL,
                () -> shop.post(path, key, Map.of("reason", "changed my mind")),
                200,
                202);
    }

    private void restock(UUID product, int quantity) throws InterruptedException {
        var key = UUID.randomUUID();
        var path = "/api/inventory/" + product + "/restock";
        var delivery = Map.of("quantity", quantity);
        if (surely(Kind.RESTOCK, () -> shop.post(path, key, delivery), 200).isPresent()) {
            tally.restocked(product, quantity);
        } else {
            tally.unknownRestock();
        }
    }

    /// Until there is an answer, always with the same key. The first failed try counts as failed,
    /// whatever the later ones bring.
    private Optional<HttpResponse<String>> surely(
            Kind kind, Supplier<HttpRequest.Builder> request, int... expected)
            throws InterruptedException {
        var answer = once(kind, request.get(), expected);
        for (int tries = 1; answer.isEmpty() && tries < TRIES; tries++) {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            answer = quietly(request.get(), expected);
        }
        return answer;
    }

    private Optional<HttpResponse<String>> once(
            Kind kind, HttpRequest.Builder request, int... expected) throws InterruptedException {
        tally.sent(kind);
        try {
            var answer = send(request);
            if (isExpected(answer, expected)) {
                return Optional.of(answer);
            }
            tally.failed(kind, "status %d: %s".formatted(answer.statusCode(), answer.body()));
        } catch (IOException e) {
            tally.failed(kind, e.toString());
        }
        return Optional.empty();
    }

    private Optional<HttpResponse<String>> quietly(HttpRequest.Builder request, int... expected)
            throws InterruptedException {
        try {
            return Optional.of(send(request)).filter(answer -> isExpected(answer, expected));
        } catch (IOException again) {
            return Optional.empty();
        }
    }

    private static boolean isExpected(HttpResponse<String> answer, int... expected) {
        for (int status : expected) {
            if (answer.statusCode() == status) {
                return true;
            }
        }
        return false;
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        request.header("X-Customer-Id", id.toString());
        if (!cookies.isEmpty()) {
            request.header("Cookie", String.join("; ", cookies.values()));
        }
        var answer = shop.send(request);
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
        return answer;
    }

    private void keep(String cookie) {
        int end = cookie.indexOf(';');
        var pair = end < 0 ? cookie : cookie.substring(0, end);
        int equals = pair.indexOf('=');
        if (equals > 0) {
            cookies.put(pair.substring(0, equals), pair);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
