package dev.banyan.outbox.internal;

import dev.banyan.outbox.EventEnvelope;
import dev.banyan.outbox.OutboxSettings.DeliverySettings;
import dev.banyan.outbox.spi.ModuleTransactions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tries the next delivery of a lane: claim, inbox row, effect, end of the delivery and of its
/// publication are one transaction, so a crash leaves all of it or nothing.
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Duration FENCED_WAIT = Duration.ofSeconds(1);

    private final DeliveryStore store;
    private final Publications publications;
    private final Handling handling;
    private final ModuleTransactions transactions;
    private final DeliverySettings settings;
    private final Clock clock;
    private final DeliveryMetrics metrics;

    Attempts(
            DeliveryStore store,
            Publications publications,
            Handling handling,
            ModuleTransactions transactions,
            DeliverySettings settings,
            Clock clock,
            DeliveryMetrics metrics) {
        this.store = store;
        this.publications = publications;
        this.handling = handling;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// Handles the head of the lane if it is due and nobody else does; true if the lane may have
    /// more that is due.
    boolean next(Consumer consumer, Lane lane) {
        var claimed = new AtomicReference<@Nullable Claim>();
        try {
            return transactions.inTransaction(
                    consumer.module(), () -> handle(consumer, lane, claimed));
        } catch (RuntimeException | Error failure) {
            var claim = claimed.get();
            if (claim == null) {
                throw failure;
            }
            failed(consumer, claim, failure);
            return false;
        }
    }

    private boolean handle(Consumer consumer, Lane lane, AtomicReference<@Nullable Claim> claimed) {
        var found = store.claim(lane);
        if (found.isEmpty()) {
            return false;
        }

        var claim = found.get();
        claimed.set(claim);
        var data = claim.data();
        if (data == null) {
            store.finish(claim.position());
            return claim.more();
        }
        handling.once(consumer, claim.envelope(), event -> publications.deserialise(data, event));
        publications.complete(claim.publicationId(), claim.position(), clock.instant());
        return claim.more();
    }

    private void failed(Consumer consumer, Claim claim, Throwable failure) {
        metrics.failed(consumer, Failure.reason(failure));
        if (Fencing.isFenced(failure)) {
            inTransaction(consumer, () -> store.postpone(claim, FENCED_WAIT));
            return;
        }
        var tries = claim.tries() + 1;
        var dead = tries >= settings.tries();
        inTransaction(consumer, () -> record(claim, tries, dead, failure));
        report(consumer, claim.envelope(), tries, dead, failure);
    }

    private void record(Claim claim, int tries, boolean dead, Throwable failure) {
        if (store.fail(claim, backoff(tries), dead, Failure.describe(failure)) && dead) {
            publications.fail(claim.publicationId());
        }
    }

    /// Doubles with each try, up to the longest.
    private Duration backoff(int tries) {
        var factor = 1L << Math.min(tries - 1, 30);
        var first = settings.firstBackoff();
        var longest = settings.longestBackoff();
        return first.compareTo(longest.dividedBy(factor)) > 0
                ? longest
                : first.multipliedBy(factor);
    }

    private void report(
            Consumer consumer, EventEnvelope event, int tries, boolean dead, Throwable failure) {
        if (dead) {
            metrics.died(consumer);
            LOG.error(
                    "Event '{}' of type '{}' is a dead letter of '{}' after {} tries, later ones of subject '{}' wait: {}. Next: replay or drop it.",
                    event.id(),
                    event.type(),
                    consumer.name(),
                    tries,
                    event.subject(),
                    Failure.describe(failure));
        } else {
            LOG.warn(
                    "Event '{}' of type '{}' failed in '{}', try {} of {}: {}.",
                    event.id(),
                    event.type(),
                    consumer.name(),
                    tries,
                    settings.tries(),
                    Failure.describe(failure));
        }
        LOG.debug("Handling failed.", failure);
    }

    private void inTransaction(Consumer consumer, Runnable work) {
        transactions.inTransaction(
                consumer.module(),
                () -> {
                    work.run();
                    return true;
                });
    }
}
