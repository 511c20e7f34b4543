package dev.banyan.shop.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.shop.running.ShopClient;
import dev.banyan.shop.running.ShopTest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@ShopTest
class CheckOutIT {

    private static final UUID EARBUDS = UUID.fromString("018cc251-f400-7000-8000-000000000004");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WISH =
            """
            {"shippingAddress": {"recipient": "Ada", "street": "Street 1", "city": "City", "postalCode": "12345", "country": "DE"},
             "paymentMethod": "card"}
            """;

    private final ShopClient shop;

    CheckOutIT(@LocalServerPort int port) {
        this.shop = new ShopClient(port);
    }

    @Test
    void aCartBecomesOneConfirmedOrderHoweverOftenItIsCheckedOut() {
        var customer = UUID.randomUUID();
        assertThat(fill(customer, 2).status()).isEqualTo(200);

        var accepted = checkOut(customer, "check-out-" + customer);
        var again = checkOut(customer, "check-out-" + customer);
        var withoutKey = shop.post(cart(customer) + "/checkout", WISH, Optional.empty());

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(again.location()).isEqualTo(accepted.location());
        assertThat(withoutKey.status()).isEqualTo(404);
        var order = until(accepted.location().orElseThrow(), "CONFIRMED");
        assertThat(order.text("items.0.productId")).isEqualTo(EARBUDS.toString());
        assertThat(order.number("items.0.quantity")).isEqualTo(2);
        assertThat(order.text("total.amount")).isEqualTo("299.98");
        assertThat(shop.get(cart(customer)).status()).isEqualTo(404);
    }

    private ShopClient.Answer fill(UUID customer, int quantity) {
        return shop.put(
                cart(customer) + "/items/" + EARBUDS, "{\"quantity\": %d}".formatted(quantity));
    }

    private ShopClient.Answer checkOut(UUID customer, String key) {
        return shop.post(cart(customer) + "/checkout", WISH, Optional.of(key));
    }

    private ShopClient.Answer until(String path, String status) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var answer = shop.get(path);
        while (!answer.text("status").equals(status)) {
            assertThat(System.nanoTime()).as("%s is still %s", path, answer).isLessThan(deadline);
            answer = shop.get(path);
        }
        return answer;
    }

    private static String cart(UUID customer) {
        return "/api/carts/" + customer;
    }
}
