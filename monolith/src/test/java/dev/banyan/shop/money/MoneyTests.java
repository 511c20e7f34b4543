package dev.banyan.shop.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MoneyTests {

    @Test
    void hasTheDecimalsOfItsCurrency() {
        assertThat(Money.of("12.5", "EUR"))
                .isEqualTo(Money.of("12.50", "EUR"))
                .hasToString("12.50 EUR");
        assertThat(Money.of("12", "JPY")).hasToString("12 JPY");
    }

    @Test
    void refusesWhatTheCurrencyCannotSay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.of("0.005", "EUR"))
                .withMessage("The amount '0.005' has more than the 2 decimals of 'EUR'.");
    }

    @Test
    void refusesToBeNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of("-0.01", "EUR"));
    }

    @Test
    void addsOnlyItsOwnCurrency() {
        assertThat(Money.of("1.10", "EUR").plus(Money.of("2.20", "EUR")))
                .isEqualTo(Money.of("3.30", "EUR"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.of("1", "EUR").plus(Money.of("1", "USD")))
                .withMessage("Cannot add 'USD' to 'EUR': convert one of them first.");
    }

    @Test
    void multipliesWithoutLosingACent() {
        assertThat(Money.of("19.99", "EUR").times(3)).isEqualTo(Money.of("59.97", "EUR"));
    }
}
