package dev.banyan.shop.ordering;

import static dev.banyan.shop.ordering.Buyer.id;
import static dev.banyan.shop.ordering.Buyer.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.outbox.Listeners;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.shop.running.ShopClient.Answer;
import dev.banyan.shop.running.ShopTest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ShopTest
class ReturnOrderIT {

    private final Buyer buyer;
    private final Listeners listeners;

    @Autowired
    ReturnOrderIT(Listeners listeners, @LocalServerPort int port, TestDatabase database) {
        this.listeners = listeners;
        this.buyer = Buyer.of(port, database);
    }

    @Test
    void givesStockAndMoneyBackWhenTheGoodsAreBack() {
        var order = delivered();

        var returned = giveBack(order);

        assertThat(returned.status()).isEqualTo(202);
        assertThat(returned.text("status")).isEqualTo("RETURNING");
        assertThat(returned.text("reason")).isEqualTo("too small");
        buyer.awaitParcel(order, "RETURNING");
        assertThat(move(order, "return").text("status")).isEqualTo("RETURNED");
        buyer.awaitStatus(id(order), "RETURNED");
        soon(() -> assertThat(buyer.stock().number("available")).isEqualTo(10));
        assertThat(buyer.stock().number("onHand")).isEqualTo(10);
        soon(() -> assertThat(buyer.payment(order).text("status")).isEqualTo("REFUNDED"));
        assertThat(buyer.refunds(order)).isEqualTo(1);
        buyer.awaitNotification("ORDER_RETURNED");
    }

    @Test
    void takesNothingBackWhileTheGoodsAreUnderWay() {
        var order = shipped();

        giveBack(order);
        buyer.awaitParcel(order, "RETURNING");

        assertThat(buyer.stock().number("onHand")).isEqualTo(6);
        assertThat(buyer.payment(order).text("status")).isEqualTo("COMPLETED");
        assertThat(buyer.published(order, "ordering.order-returned")).isZero();
        assertThat(buyer.published(order, "ordering.order-cancelled")).isZero();
        assertThat(buyer.cancel(order).status()).isEqualTo(409);
        assertThat(move(order, "deliver").status()).isEqualTo(409);
    }

    @Test
    void doesItOnceHoweverOftenItIsAskedFor() {
        var order = delivered();

        assertThat(giveBack(order).status()).isEqualTo(202);
        assertThat(giveBack(order).status()).isEqualTo(202);
        buyer.awaitParcel(order, "RETURNING");
        assertThat(move(order, "return").status()).isEqualTo(200);
        assertThat(move(order, "return").status()).isEqualTo(200);
        buyer.awaitStatus(id(order), "RETURNED");

        assertThat(giveBack(order).status()).isEqualTo(200);
        assertThat(buyer.cancel(order).status()).isEqualTo(409);
        assertThat(buyer.published(order, "ordering.order-return-requested")).isEqualTo(1);
        assertThat(buyer.published(order, "shipping.shipment-returned")).isEqualTo(1);
        assertThat(buyer.published(order, "ordering.order-returned")).isEqualTo(1);
    }

    @Test
    void givesTheFirstAnswerAgainForTheSameKey() {
        var order = delivered();
        var key = UUID.randomUUID().toString();

        var first = giveBack(order, Optional.of(key));
        buyer.awaitParcel(order, "RETURNING");
        move(order, "return");
        buyer.awaitStatus(id(order), "RETURNED");

        assertThat(giveBack(order, Optional.of(key)).body()).isEqualTo(first.body());
    }

    @Test
    void refusesWhatWasNotSent() {
        var order = buyer.ended(buyer.place(4, "card"));

        var early = giveBack(order);
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.text("type")).isEqualTo("urn:banyan:shop:order-state");
        assertThat(early.text("errors.0.field")).isEqualTo("status");
        assertThat(move(order, "return").status()).isEqualTo(409);

        buyer.cancel(order);
        buyer.awaitParcel(order, "RECALLED");
        assertThat(giveBack(order).status()).isEqualTo(409);
        assertThat(move(order, "return").status()).isEqualTo(409);
    }

    /// Ordering has not heard that the parcel left, and lets the customer cancel.
    @Test
    void getsTheGoodsBackThatLeftWhileTheOrderWasCancelled() {
        var order = buyer.ended(buyer.place(4, "card"));
        move(order, "pack");
        buyer.awaitStatus(id(order), "PACKED");
        assertThat(listeners.pause("ordering", Duration.ofMinutes(1))).isTrue();
        try {
            assertThat(move(order, "dispatch").status()).isEqualTo(200);
            soon(() -> assertThat(buyer.stock().number("onHand")).isEqualTo(6));
            assertThat(buyer.cancel(order).status()).isEqualTo(200);
        } finally {
            listeners.resume("ordering");
        }
        buyer.awaitParcel(order, "RETURNING");
        assertThat(buyer.stock().number("onHand")).isEqualTo(6);

        assertThat(move(order, "return").status()).isEqualTo(200);

        soon(() -> assertThat(buyer.stock().number("available")).isEqualTo(10));
        soon(() -> assertThat(buyer.payment(order).text("status")).isEqualTo("REFUNDED"));
        assertThat(buyer.refunds(order)).isEqualTo(1);
        assertThat(buyer.shop().order(id(order)).text("status")).isEqualTo("CANCELLED");
    }

    private Answer delivered() {
        var order = shipped();
        assertThat(move(order, "deliver").status()).isEqualTo(200);
        buyer.awaitStatus(id(order), "DELIVERED");
        return order;
    }

    private Answer shipped() {
        var order = buyer.ended(buyer.place(4, "card"));
        assertThat(move(order, "pack").status()).isEqualTo(200);
        assertThat(move(order, "dispatch").status()).isEqualTo(200);
        buyer.awaitStatus(id(order), "SHIPPED");
        soon(() -> assertThat(buyer.stock().number("onHand")).isEqualTo(6));
        return order;
    }

    private Answer giveBack(Answer order) {
        return giveBack(order, Optional.empty());
    }

    private Answer giveBack(Answer order, Optional<String> key) {
        return buyer.shop()
                .post(
                        "/api/orders/%s/return".formatted(id(order)),
                        "{\"reason\":\"too small\"}",
                        key);
    }

    private Answer move(Answer order, String move) {
        return buyer.shop()
                .post("/api/shipments/%s/%s".formatted(id(order), move), "", Optional.empty());
    }
}
