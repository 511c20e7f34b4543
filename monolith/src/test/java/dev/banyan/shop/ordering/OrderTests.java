package dev.banyan.shop.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.shop.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderTests {

    private static final UUID ID = new UUID(0, 1);

    private final Order order =
            new Order(
                    new OrderId(ID),
                    ID,
                    List.of(new OrderLine(ID, 1, Money.of("10", "EUR"))),
                    new ShippingAddress("Ada", "1 Harbour Street", "Lisbon", "1000", "PT"),
                    "card",
                    Instant.EPOCH);

    @ParameterizedTest
    @EnumSource(names = {"SHIPPED", "DELIVERED"})
    void comesBackFromThere(OrderStatus sent) {
        order.confirm();
        order.advance(sent);

        assertThat(order.giveBack("too small")).isEqualTo(Order.Return.BEGUN);

        assertThat(order.status()).isEqualTo(OrderStatus.RETURNING);
        assertThat(order.reason()).isEqualTo("too small");
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "RESERVED", "PAID", "CONFIRMED", "PACKED"})
    void doesNotComeBackBeforeItWasSent(OrderStatus early) {
        order.advance(early);

        assertThat(order.giveBack("too small")).isEqualTo(Order.Return.NOT_SENT);

        assertThat(order.status()).isEqualTo(early);
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "PAYMENT_FAILED", "CANCELLED"})
    void doesNotComeBackWhenItEndedOtherwise(OrderStatus exit) {
        order.end(exit, "no");

        assertThat(order.giveBack("too small")).isEqualTo(Order.Return.NOT_SENT);
        assertThat(order.takeBack()).isFalse();

        assertThat(order.status()).isEqualTo(exit);
        assertThat(order.reason()).isEqualTo("no");
    }

    @Test
    void keepsTheFirstReason() {
        order.advance(OrderStatus.DELIVERED);
        order.giveBack("too small");

        assertThat(order.giveBack("too large")).isEqualTo(Order.Return.UNDER_WAY);

        assertThat(order.reason()).isEqualTo("too small");
    }

    @Test
    void doesNotGoBackToDeliveredByNewsThatComesLate() {
        order.advance(OrderStatus.SHIPPED);
        order.giveBack("too small");

        assertThat(order.advance(OrderStatus.DELIVERED)).isFalse();

        assertThat(order.status()).isEqualTo(OrderStatus.RETURNING);
    }

    @Test
    void isTakenBackOnceAndNotCancelledAnyMore() {
        order.advance(OrderStatus.DELIVERED);
        assertThat(order.takeBack()).isFalse();
        order.giveBack("too small");
        assertThat(order.cancel("late")).isEqualTo(Order.Cancellation.TOO_LATE);

        assertThat(order.takeBack()).isTrue();

        assertThat(order.takeBack()).isFalse();
        assertThat(order.status()).isEqualTo(OrderStatus.RETURNED);
        assertThat(order.giveBack("again")).isEqualTo(Order.Return.DONE);
        assertThat(order.cancel("late")).isEqualTo(Order.Cancellation.TOO_LATE);
    }
}
