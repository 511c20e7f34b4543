package dev.banyan.contracts.shop;

import dev.banyan.contracts.spi.HttpAnswer;
import dev.banyan.contracts.spi.HttpCall;
import dev.banyan.contracts.spi.ProviderUnderTest;
import dev.banyan.contracts.spi.PublishedEvent;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Inventory, in the shop or as a service.
///
/// @param prepared the side that is brought into a state; it need not be the one that answers, as
///   when a proxy stands before it
public record RunningInventory(RunningSide answering, RunningSide prepared, Outbox outbox)
        implements ProviderUnderTest {

    public RunningInventory(RunningSide side, Outbox outbox) {
        this(side, side, outbox);
    }

    @Override
    public List<String> prepare(String state, Map<String, String> parameters)
            throws IOException, InterruptedException {
        var product = parameters.getOrDefault("product", "");
        var order = parameters.getOrDefault("order", "");
        switch (state) {
            case "a product with stock" -> restock(product, parameters);
            case "an order with a reservation" -> {
                restock(product, parameters);
                reserve(order, product, parameters);
            }
            default ->
                    throw new IllegalArgumentException(
                            "Inventory knows no state '%s'.".formatted(state));
        }
        return List.of(product, order);
    }

    @Override
    public HttpAnswer call(HttpCall call) throws IOException, InterruptedException {
        return answering.send(call);
    }

    @Override
    public Optional<PublishedEvent> published(String type, Collection<String> subjects)
            throws IOException {
        return outbox.newest(type, subjects);
    }

    /// Once: a product that is there has its stock, however often a state is asked for.
    private void restock(String product, Map<String, String> parameters)
            throws IOException, InterruptedException {
        var threshold = parameters.get("lowStockThreshold");
        var body =
                threshold == null
                        ? "{\"quantity\":%s}".formatted(parameters.get("stock"))
                        : "{\"quantity\":%s,\"lowStockThreshold\":%s}"
                                .formatted(parameters.get("stock"), threshold);
        var path = "/api/inventory/%s/restock".formatted(product);
        var level = prepared.get("/api/inventory/" + product);
        if (level.status() == 404) {
            prepared.accepted("POST", path, body);
        }
    }

    private void reserve(String order, String product, Map<String, String> parameters)
            throws IOException, InterruptedException {
        prepared.accepted(
                "POST",
                "/internal/inventory/reservations",
                "{\"orderId\":\"%s\",\"lines\":[{\"productId\":\"%s\",\"quantity\":%s}]}"
                        .formatted(order, product, parameters.get("reserved")));
    }
}
