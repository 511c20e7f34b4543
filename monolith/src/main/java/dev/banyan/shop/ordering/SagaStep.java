package dev.banyan.shop.ordering;

import java.time.Duration;
import java.util.stream.Stream;

/// The steps that place an order. What comes before `CHARGE` can be taken back; after it the order
/// goes through.
enum SagaStep {
    RESERVE("stock", Duration.ofSeconds(5), 3),
    CHARGE("payment", Duration.ofSeconds(10), 8),
    SCHEDULE("shipping", Duration.ofSeconds(10), Integer.MAX_VALUE),
    CONFIRM("confirmation", Duration.ofSeconds(10), Integer.MAX_VALUE);

    private static final Duration MARGIN = Duration.ofSeconds(5);

    /// What a saga is taken for, whichever step it is at.
    static final Duration LONGEST_LEASE =
            Stream.of(values()).map(SagaStep::lease).max(Duration::compareTo).orElseThrow();

    private final String subject;
    private final Duration timeout;
    private final int tries;

    SagaStep(String subject, Duration timeout, int tries) {
        this.subject = subject;
        this.timeout = timeout;
        this.tries = tries;
    }

    /// What it is about, in words for a customer.
    String subject() {
        return subject;
    }

    Duration timeout() {
        return timeout;
    }

    /// How often it is tried before the saga turns round.
    int tries() {
        return tries;
    }

    /// How long whoever carries the step out keeps the saga to itself.
    Duration lease() {
        return timeout.plus(MARGIN);
    }
}
