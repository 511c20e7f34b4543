package dev.banyan.contracts.shop;

import dev.banyan.contracts.spi.HttpAnswer;
import dev.banyan.contracts.spi.HttpCall;
import dev.banyan.contracts.spi.ProviderUnderTest;
import dev.banyan.contracts.spi.PublishedEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The modules of the shop that inventory hears from.
public record RunningShop(RunningSide side, Outbox outbox, InstantSource clock)
        implements ProviderUnderTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long PAUSE_MILLIS = 100;
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}$");
    private static final String CUSTOMER = "01890000-0000-7000-8000-00000000c001";

    @Override
    public List<String> prepare(String state, Map<String, String> parameters)
            throws IOException, InterruptedException {
        var order = confirmedOrder(parameters.getOrDefault("product", ""));
        switch (state) {
            case "an order was cancelled" ->
                    side.accepted(
                            "POST",
                            "/api/orders/%s/cancellation".formatted(order),
                            "{\"reason\":\"A contract is verified.\"}");
            case "the parcel of an order was dispatched" -> dispatch(order);
            case "the parcel of an order came back" -> {
                dispatch(order);
                giveBack(order);
            }
            default ->
                    throw new IllegalArgumentException(
                            "The shop knows no state '%s'.".formatted(state));
        }
        return List.of(order);
    }

    @Override
    public HttpAnswer call(HttpCall call) throws IOException, InterruptedException {
        return side.send(call);
    }

    @Override
    public Optional<PublishedEvent> published(String type, Collection<String> subjects)
            throws IOException, InterruptedException {
        var end = clock.instant().plus(LIMIT);
        var event = outbox.newest(type, subjects);
        while (event.isEmpty() && clock.instant().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            event = outbox.newest(type, subjects);
        }
        return event;
    }

    private String confirmedOrder(String product) throws IOException, InterruptedException {
        side.accepted(
                "PUT",
                "/api/prices/" + product,
                "{\"amount\":{\"amount\":5.00,\"currency\":\"EUR\"}}");
        side.accepted("POST", "/api/inventory/%s/restock".formatted(product), "{\"quantity\":9}");
        var placed = side.accepted("POST", "/api/orders", order(product));
        var location = placed.headers().getOrDefault("location", List.of("")).getFirst();
        var id = ID.matcher(location);
        if (!id.find()) {
            throw new IOException(
                    "An order was placed and its Location is '%s'.".formatted(location));
        }
        await("/api/orders/" + id.group(), text -> text.contains("\"CONFIRMED\""));
        return id.group();
    }

    private void dispatch(String order) throws IOException, InterruptedException {
        side.accepted("POST", "/api/shipments/%s/pack".formatted(order), "{}");
        side.accepted("POST", "/api/shipments/%s/dispatch".formatted(order), "{}");
    }

    private void giveBack(String order) throws IOException, InterruptedException {
        await("/api/orders/" + order, text -> text.contains("\"SHIPPED\""));
        side.accepted(
                "POST",
                "/api/orders/%s/return".formatted(order),
                "{\"reason\":\"A contract is verified.\"}");
        await("/api/shipments/" + order, text -> text.contains("\"RETURNING\""));
        side.accepted("POST", "/api/shipments/%s/return".formatted(order), "{}");
    }

    private static String order(String product) {
        return """
        {"customerId":"%s","items":[{"productId":"%s","quantity":1}],"paymentMethod":"card",
         "shippingAddress":{"recipient":"Ada","street":"1 Harbour Street","city":"Lisbon",
                            "postalCode":"1000","country":"PT"}}
        """
                .formatted(CUSTOMER, product);
    }

    private void await(String path, Predicate<String> condition)
            throws IOException, InterruptedException {
        Instant end = clock.instant().plus(LIMIT);
        var found = RunningSide.text(side.get(path));
        while (!condition.test(found)) {
            if (clock.instant().isAfter(end)) {
                throw new IOException("'%s' is after %s still: %s".formatted(path, LIMIT, found));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            found = RunningSide.text(side.get(path));
        }
    }
}
