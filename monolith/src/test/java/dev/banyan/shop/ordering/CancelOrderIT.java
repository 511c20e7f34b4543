package dev.banyan.shop.ordering;

import static dev.banyan.shop.ordering.Buyer.id;
import static dev.banyan.shop.ordering.Buyer.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.shop.running.ShopClient.Answer;
import dev.banyan.shop.running.ShopTest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ShopTest
class CancelOrderIT {

    private final Buyer buyer;
    private final SagaWorker worker;

    @Autowired
    CancelOrderIT(SagaWorker worker, @LocalServerPort int port, TestDatabase database) {
        this.worker = worker;
        this.buyer = Buyer.of(port, database);
    }

    @Test
    void takesEverythingBackWhenAConfirmedOrderIsCancelled() {
        var order = buyer.ended(buyer.place(4, "card"));

        var cancelled = buyer.cancel(order);

        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.text("status")).isEqualTo("CANCELLED");
        soon(() -> assertThat(buyer.stock().number("available")).isEqualTo(10));
        soon(() -> assertThat(buyer.payment(order).text("status")).isEqualTo("REFUNDED"));
        soon(() -> assertThat(buyer.shipment(order).text("status")).isEqualTo("RECALLED"));
        buyer.awaitNotification("ORDER_CANCELLED");
        assertThat(buyer.refunds(order)).isEqualTo(1);
    }

    /// The worker rests, so the order is being placed for as long as the test wants.
    @Test
    void notesAWishToCancelWhileAnOrderIsBeingPlaced() {
        Answer placed;
        worker.stop();
        try {
            placed = buyer.place(4, "card");

            assertThat(buyer.cancel(placed).status()).isEqualTo(202);
        } finally {
            worker.start();
        }
        buyer.awaitStatus(id(placed), "CANCELLED");
        soon(() -> assertThat(buyer.stock().number("available")).isEqualTo(10));
        assertThat(buyer.charges(placed)).isZero();
    }

    /// Its charge may be under way, or done by now.
    @Test
    void givesBackWhatWasChargedBeforeTheWishWasSeen() {
        var placed = buyer.place(4, "card-timeout");

        assertThat(buyer.cancel(placed).status()).isIn(200, 202);

        buyer.awaitStatus(id(placed), "CANCELLED");
        soon(() -> assertThat(buyer.stock().number("available")).isEqualTo(10));
        soon(() -> assertThat(buyer.charges(placed)).isEqualTo(buyer.refunds(placed)));
    }

    @Test
    void followsTheParcelAndRefusesToCancelWhatIsShipped() {
        var order = buyer.ended(buyer.place(4, "card"));
        var parcel = "/api/shipments/" + id(order);

        assertThat(buyer.shop().post(parcel + "/dispatch", "", Optional.empty()).status())
                .isEqualTo(409);
        assertThat(buyer.shop().post(parcel + "/pack", "", Optional.empty()).status())
                .isEqualTo(200);
        assertThat(buyer.shop().post(parcel + "/dispatch", "", Optional.empty()).status())
                .isEqualTo(200);
        buyer.awaitStatus(id(order), "SHIPPED");

        assertThat(buyer.cancel(order).status()).isEqualTo(409);
        assertThat(buyer.shop().post(parcel + "/deliver", "", Optional.empty()).status())
                .isEqualTo(200);
        buyer.awaitStatus(id(order), "DELIVERED");
        soon(() -> assertThat(buyer.stock().number("onHand")).isEqualTo(6));
        assertThat(buyer.stock().number("reserved")).isZero();
    }
}
