package dev.banyan.proxy.spi;

import java.time.Duration;

/// How long an upstream is waited for, and how often it is asked.
///
/// @param tries of one request, all together
/// @param pause before the second try, doubled for each next, and up to half of it more or less
/// @param firstByte from the end of a request to the head of its answer
/// @param bodyIdle without a byte inside an answer
public record Patience(int tries, Duration pause, Duration firstByte, Duration bodyIdle) {

    public static final Patience DEFAULT =
            new Patience(3, Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(60));

    public Patience {
        Bounds.require("tries", tries, 1, 100);
        Bounds.requirePositive("pause", pause);
        Bounds.requirePositive("firstByte", firstByte);
        Bounds.requirePositive("bodyIdle", bodyIdle);
    }

    public Patience withTries(int wanted) {
        return new Patience(wanted, pause, firstByte, bodyIdle);
    }

    public Patience withFirstByte(Duration wanted) {
        return new Patience(tries, pause, wanted, bodyIdle);
    }
}
