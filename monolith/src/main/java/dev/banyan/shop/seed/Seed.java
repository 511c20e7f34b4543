package dev.banyan.shop.seed;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/// Everything that a new shop begins with.
public record Seed(
        List<Product> products,
        List<Customer> customers,
        List<Promotion> promotions,
        List<Review> reviews,
        List<Pair> pairs) {

    public Seed {
        products = List.copyOf(products);
        customers = List.copyOf(customers);
        promotions = List.copyOf(promotions);
        reviews = List.copyOf(reviews);
        pairs = List.copyOf(pairs);
    }

    /// Something to sell.
    ///
    /// @param stock how much of it lies in the warehouse
    /// @param orders in how many orders it has been
    public record Product(
            UUID id,
            String sku,
            String name,
            String description,
            String category,
            String categoryName,
            String brand,
            BigDecimal amount,
            String currency,
            int stock,
            int orders) {}

    /// Somebody who buys.
    public record Customer(
            UUID id,
            String email,
            String name,
            String segment,
            String street,
            String city,
            String postalCode,
            String country) {}

    /// A lower price of a product, for so many days.
    public record Promotion(
            UUID id, UUID productId, BigDecimal amount, String currency, int days) {}

    /// What a customer thought of a product, so many days ago.
    public record Review(
            UUID id,
            UUID productId,
            UUID customerId,
            int rating,
            String title,
            String body,
            int daysAgo) {}

    /// In how many orders two products were together.
    public record Pair(UUID productId, UUID otherId, int orders) {}
}
