package dev.banyan.shop.ordering;

import static dev.banyan.shop.ordering.Buyer.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.shop.running.ShopTest;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ShopTest
class PlaceOrderIT {

    private final Buyer buyer;

    @Autowired
    PlaceOrderIT(@LocalServerPort int port, TestDatabase database) {
        this.buyer = Buyer.of(port, database);
    }

    @Test
    void confirmsAnOrderThatIsInStockAndPaid() {
        var placed = buyer.place(2, "card");

        assertThat(placed.status()).isEqualTo(202);
        assertThat(placed.location()).hasValue("/api/orders/" + placed.text("id"));
        var order = buyer.ended(placed);
        assertThat(order.text("status")).isEqualTo("CONFIRMED");
        assertThat(order.text("total.amount")).isEqualTo("39.98");
        assertThat(buyer.stock().number("available")).isEqualTo(8);
        assertThat(buyer.payment(order).text("status")).isEqualTo("COMPLETED");
        assertThat(buyer.shipment(order).text("status")).isEqualTo("SCHEDULED");
        buyer.awaitNotification("ORDER_CONFIRMED");
    }

    @Test
    void rejectsWhatIsNotInStockAndKeepsNothing() {
        var order = buyer.ended(buyer.place(11, "card"));

        assertThat(order.text("status")).isEqualTo("REJECTED");
        assertThat(order.text("reason")).startsWith("Not in stock");
        assertThat(buyer.stock().number("available")).isEqualTo(10);
        assertThat(buyer.charges(order)).isZero();
        buyer.awaitNotification("ORDER_FAILED");
    }

    @Test
    void putsAllLinesAsideOrNone() {
        var scarce = buyer.shop().product(UUID.randomUUID(), "1.00", 1);

        var order = buyer.ended(buyer.placeWith(scarce, 2));

        assertThat(order.text("status")).isEqualTo("REJECTED");
        assertThat(buyer.stock().number("available")).isEqualTo(10);
    }

    @Test
    void givesTheStockBackWhenThePaymentIsDeclined() {
        var order = buyer.ended(buyer.place(3, "card-declined"));

        assertThat(order.text("status")).isEqualTo("PAYMENT_FAILED");
        assertThat(order.text("reason")).isEqualTo("The card was declined.");
        assertThat(buyer.stock().number("available")).isEqualTo(10);
        assertThat(buyer.charges(order)).isZero();
    }

    @Test
    void chargesOnceWhenTheProvidersAnswerIsLost() {
        var order = buyer.ended(buyer.place(1, "card-timeout"));

        assertThat(order.text("status")).isEqualTo("CONFIRMED");
        assertThat(buyer.charges(order)).isEqualTo(1);
    }

    @Test
    void tellsOfOnePaymentWhenTheProviderAnswersTwice() {
        var order = buyer.ended(buyer.place(1, "card-answers-twice"));

        assertThat(order.text("status")).isEqualTo("CONFIRMED");
        assertThat(buyer.charges(order)).isEqualTo(1);
        assertThat(buyer.published(order, "payment.payment-completed")).isEqualTo(1);
    }

    @Test
    @Tag("long")
    void givesUpAProviderThatNeverAnswersAndTakesNoMoney() {
        var order = buyer.ended(buyer.place(1, "card-unreachable"));

        assertThat(order.text("status")).isEqualTo("PAYMENT_FAILED");
        assertThat(buyer.stock().number("available")).isEqualTo(10);
        assertThat(buyer.payment(order).text("status")).isEqualTo("VOIDED");
        assertThat(buyer.charges(order)).isZero();
    }

    @Test
    void answersARepeatedRequestWithTheFirstOrder() {
        var key = UUID.randomUUID().toString();

        var first = buyer.place(1, "card", key);
        var second = buyer.place(1, "card", key);
        var other = buyer.place(2, "card", key);

        assertThat(second.status()).isEqualTo(202);
        assertThat(id(second)).isEqualTo(id(first));
        assertThat(other.status()).isEqualTo(422);
        buyer.ended(first);
        assertThat(buyer.stock().number("available")).isEqualTo(9);
    }
}
