package dev.banyan.shop.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.shop.running.ShopTest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ShopTest
class TakeBackIT {

    private final StockKeeping stock;
    private final UUID product = UUID.randomUUID();
    private final UUID order = UUID.randomUUID();

    @Autowired
    TakeBackIT(StockKeeping stock) {
        this.stock = stock;
    }

    @BeforeEach
    void reserve() {
        stock.restock(product, 5, Optional.empty());
        stock.reserve(order, List.of(new Reservation.Line(product, 2)));
    }

    @Test
    void putsWhatCameBackOnTheShelfOnce() {
        stock.fulfil(order);
        stock.takeBack(order);
        stock.takeBack(order);

        isWholeAgain();
    }

    /// The news is handled by different consumers, and one of them may have to try again.
    @Test
    void putsWhatCameBackOnTheShelfAlsoBeforeItHearsThatItLeft() {
        stock.takeBack(order);
        stock.fulfil(order);

        isWholeAgain();
    }

    @Test
    void takesNothingBackOfAnOrderThatGotNothing() {
        var rejected = UUID.randomUUID();
        stock.reserve(rejected, List.of(new Reservation.Line(product, 9)));

        stock.takeBack(rejected);
        stock.takeBack(UUID.randomUUID());

        assertThat(stock.levels(List.of(product)))
                .containsExactly(new StockLevel(product, 5, 2, 3, true));
        assertThat(stock.reservationOf(rejected).orElseThrow().status())
                .isEqualTo(ReservationOutcome.Status.REJECTED);
    }

    private void isWholeAgain() {
        assertThat(stock.levels(List.of(product)))
                .containsExactly(new StockLevel(product, 5, 0, 5, true));
        assertThat(stock.reservationOf(order).orElseThrow().status())
                .isEqualTo(ReservationOutcome.Status.RELEASED);
    }
}
