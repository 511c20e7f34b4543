package dev.banyan.extraction;

import java.time.Duration;

/// How patient the steps of an extraction are, and what a switch asks for before it begins.
///
/// @param notice how long proxies and seams may take to learn of a change for which nobody waits
/// @param pause the deadline of steps 2 to 5 of a switch together
/// @param hold how long writes are held at most
/// @param carried how long each step behind the point of no return is tried before it is reported;
///   it is tried on after that
/// @param slot how long the making of a slot may wait for open writers
/// @param lagLimit what the side that is switched to may be behind
/// @param diffAge how old a clean diff may be
/// @param transactionAge the oldest transaction that may be open anywhere in the server
/// @param sequenceMargin numbers to leave out when the owner changes
/// @param lostSequenceMargin the same where the old owner is lost with what it gave last
public record ExtractionSettings(
        Duration notice,
        Duration pause,
        Duration hold,
        Duration carried,
        Duration slot,
        Duration lagLimit,
        Duration diffAge,
        Duration transactionAge,
        long sequenceMargin,
        long lostSequenceMargin) {

    public static final ExtractionSettings STANDARD =
            new ExtractionSettings(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(15),
                    Duration.ofSeconds(5),
                    1_000,
                    1_000_000);
}
