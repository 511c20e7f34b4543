package dev.banyan.shop.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import org.jmolecules.ddd.types.ValueObject;

/// A decimal amount in an ISO 4217 currency, with exactly the decimals that the currency has.
///
/// @param amount never negative, below 10^12
/// @param currency the three letters of ISO 4217
public record Money(BigDecimal amount, String currency) implements ValueObject {

    private static final BigDecimal LIMIT = BigDecimal.TEN.pow(12);

    public Money {
        int decimals = Currency.getInstance(currency).getDefaultFractionDigits();
        if (amount.signum() < 0 || amount.compareTo(LIMIT) >= 0) {
            throw new IllegalArgumentException(
                    "The amount '%s' is not between 0 and %s.".formatted(amount, LIMIT));
        }
        if (amount.stripTrailingZeros().scale() > decimals) {
            throw new IllegalArgumentException(
                    "The amount '%s' has more than the %d decimals of '%s'."
                            .formatted(amount, decimals, currency));
        }
        amount = amount.setScale(decimals, RoundingMode.UNNECESSARY);
    }

    /// Reads an amount such as `12.50` in a currency such as `EUR`.
    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), currency);
    }

    public static Money zero(String currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    public Money plus(Money other) {
        requireSameCurrency(other);
        return new Money(amount.add(other.amount), currency);
    }

    public Money times(int factor) {
        return new Money(amount.multiply(BigDecimal.valueOf(factor)), currency);
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "Cannot add '%s' to '%s': convert one of them first."
                            .formatted(other.currency, currency));
        }
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
