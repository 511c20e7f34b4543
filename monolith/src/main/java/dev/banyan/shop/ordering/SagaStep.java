package dev.banyan.shop.ordering;

import java.time.Duration;
import java.util.stream.Stream;

/// The steps that place an order. What comes before `CHARGE` can be taken back; after it the order
/// goes through.
enum SagaStep {
    RESERVE(Duration.ofSeconds(5), 3),
    CHARGE(Duration.ofSeconds(10), 8),
    SCHEDULE(Duration.ofSeconds(10), Integer.MAX_VALUE),
    CONFIRM(Duration.ofSeconds(10), Integer.MAX_VALUE);

    private static final Duration MARGIN = Duration.ofSeconds(5);

    /// What a saga is taken for, whichever step it is at.
    static final Duration LONGEST_LEASE =
            Stream.of(values()).map(SagaStep::lease).max(Duration::compareTo).orElseThrow();

    private final Duration timeout;
    private final int tries;

    SagaStep(Duration timeout, int tries) {
        this.timeout = timeout;
        this.tries = tries;
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
