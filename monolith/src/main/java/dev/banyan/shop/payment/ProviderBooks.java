package dev.banyan.shop.payment;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What the simulated provider has booked. It commits by itself, as a company elsewhere would, and
/// books a repeated charge a second time.
@Repository
@Transactional(propagation = Propagation.REQUIRES_NEW)
class ProviderBooks {

    private final JdbcClient database;

    ProviderBooks(JdbcClient database) {
        this.database = database;
    }

    void charge(ProviderCharge charge, Instant now) {
        database.sql(
                        """
                        INSERT INTO payment.simulated_provider_charge (reference, amount, currency, charged_at)
                        VALUES (?, ?, ?, ?)
                        """)
                .params(
                        charge.reference(),
                        charge.amount().amount(),
                        charge.amount().currency(),
                        Timestamp.from(now))
                .update();
    }

    boolean has(UUID reference) {
        return database.sql(
                        "SELECT EXISTS (SELECT FROM payment.simulated_provider_charge WHERE reference = ?)")
                .param(reference)
                .query(Boolean.class)
                .single();
    }

    void refund(UUID reference, Instant now) {
        database.sql(
                        """
                        UPDATE payment.simulated_provider_charge SET refunded_at = ?
                        WHERE reference = ? AND refunded_at IS NULL
                        """)
                .params(Timestamp.from(now), reference)
                .update();
    }
}
