package dev.banyan.shop.cart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CartTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-01-31T00:00:00Z");
    private static final UUID LAMP = new UUID(0, 1);

    private final Cart cart = new Cart(new CartId(new UUID(0, 9)), NOW);

    @Test
    void setsHowManyOfAProductThereAre() {
        cart.put(new CartItem(LAMP, 1), LATER);
        cart.put(new CartItem(LAMP, 3), LATER);

        assertThat(cart.items()).containsExactly(new CartItem(LAMP, 3));
    }

    @Test
    void hasRoomForFiftyProducts() {
        for (int number = 1; number <= 50; number++) {
            assertThat(cart.put(new CartItem(new UUID(1, number), 1), LATER)).isTrue();
        }

        assertThat(cart.put(new CartItem(LAMP, 1), LATER)).isFalse();
        assertThat(cart.put(new CartItem(new UUID(1, 50), 2), LATER)).isTrue();
    }

    @Test
    void livesLongerWithEachChange() {
        assertThat(cart.isExpired(NOW)).isTrue();

        cart.put(new CartItem(LAMP, 1), LATER);

        assertThat(cart.isExpired(LATER.minusMillis(1))).isFalse();
        assertThat(cart.isExpired(LATER)).isTrue();
    }
}
