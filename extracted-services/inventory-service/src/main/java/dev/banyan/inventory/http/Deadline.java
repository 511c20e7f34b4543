package dev.banyan.inventory.http;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/// Until when whoever sent a request waits for its answer. Later work is for nobody.
///
/// @param clock by which `end` is meant
record Deadline(Instant end, Clock clock) {

    /// Milliseconds that the caller still waits, as of when it sent the request.
    static final String HEADER = "Banyan-Deadline";

    static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

    private static final URI TYPE = URI.create("urn:banyan:deadline-passed");

    /// Eleven days at most, which fits every timeout that is made of it.
    private static final Pattern MILLISECONDS = Pattern.compile("-?[0-9]{1,9}");

    /// Nothing for what is no number of milliseconds.
    static Optional<Deadline> in(String header, Clock clock) {
        return MILLISECONDS.matcher(header).matches()
                ? Optional.of(
                        new Deadline(clock.instant().plusMillis(Long.parseLong(header)), clock))
                : Optional.empty();
    }

    /// That of the request that this thread works for.
    static Optional<Deadline> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    boolean isPassed() {
        return !clock.instant().isBefore(end);
    }

    /// What is left, at least a millisecond: no limit would be what 0 says to a database.
    Duration left() {
        var left = Duration.between(clock.instant(), end).plusMillis(1);
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    static ProblemDetail problem() {
        var problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.GATEWAY_TIMEOUT,
                        "The time that '%s' gave for the answer is over. A write can be repeated with the same Idempotency-Key."
                                .formatted(HEADER));
        problem.setType(TYPE);
        return problem;
    }
}
