package dev.banyan.shop.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;

class UnavailableLogTests {

    private Instant now = Instant.EPOCH;
    private final InstantSource source = () -> now;
    private final UnavailableLog log = new UnavailableLog(source.withZone(ZoneOffset.UTC));

    @Test
    void tellsOnceASecondHowManyWereTurnedAway() {
        assertThat(log.count()).isEqualTo(1);
        assertThat(log.count()).isZero();
        assertThat(log.count()).isZero();

        now = now.plus(Duration.ofSeconds(1));

        assertThat(log.count()).isEqualTo(3);
        assertThat(log.count()).isZero();
    }

    @Test
    void findsAPoolWithoutAFreeConnectionBelowOtherFailures() {
        var full = new SQLTransientConnectionException("none is free");
        var failure = new CannotCreateTransactionException("no transaction", full);

        assertThat(UnavailableLog.connectionProblem(failure)).isEqualTo("none is free");
    }

    @Test
    void takesADatabaseThatStopsForAConnectionProblem() {
        assertThat(UnavailableLog.connectionProblem(new SQLException("stopping", "57P01")))
                .isEqualTo("stopping");
    }

    @Test
    void keepsTheStackOfWhatTheCodeDidWrong() {
        assertThat(UnavailableLog.connectionProblem(new SQLException("no such table", "42P01")))
                .isNull();
        assertThat(UnavailableLog.connectionProblem(new SQLException("cancelled", "57014")))
                .isNull();
    }
}
