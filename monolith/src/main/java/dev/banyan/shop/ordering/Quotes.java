package dev.banyan.shop.ordering;

import dev.banyan.shop.http.FieldProblem;
import dev.banyan.shop.money.Money;
import dev.banyan.shop.pricing.Price;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/// The prices that pricing named for an order, before its transaction began.
record Quotes(Map<UUID, Money> prices) {

    static Quotes of(List<Price> prices) {
        return new Quotes(
                prices.stream().collect(Collectors.toMap(Price::productId, Price::amount)));
    }

    /// The lines of an order at these prices, or a refusal that names what cannot be ordered.
    List<OrderLine> lines(PlaceOrder wish) {
        var unknown = wish.productIds().stream().filter(id -> !prices.containsKey(id)).toList();
        if (!unknown.isEmpty()) {
            throw refused("items: there is no price for the products %s.".formatted(unknown));
        }
        var lines = wish.items().stream().map(this::line).toList();
        var currencies =
                lines.stream().map(line -> line.unitPrice().currency()).distinct().toList();
        if (currencies.size() > 1) {
            throw refused(
                    "items: one order has one currency, these have %s.".formatted(currencies));
        }
        return lines;
    }

    private OrderLine line(PlaceOrder.Item item) {
        var price = prices.get(item.productId());
        if (price == null) {
            throw new IllegalStateException("No price for '%s'.".formatted(item.productId()));
        }
        return new OrderLine(item.productId(), item.quantity(), price);
    }

    private static ErrorResponseException refused(String detail) {
        var problem = new FieldProblem(HttpStatus.UNPROCESSABLE_CONTENT, "items", detail);
        problem.setType(URI.create("urn:banyan:shop:not-orderable"));
        problem.setTitle("Not orderable");
        return problem;
    }
}
