package dev.banyan.replication;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Waits for a position row to become what somebody wants.
final class Awaiting {

    /// The pause of a switch is made of this: short.
    private static final long FIRST_PAUSE_MICROS = 500;

    private static final long LONGEST_PAUSE_MICROS = 10_000;

    private Awaiting() {}

    static boolean until(Link link, Duration deadline, Predicate<Position> wanted)
            throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        try (Connection target = link.target().connect("await " + link.name())) {
            long pause = FIRST_PAUSE_MICROS;
            while (Positions.read(target, link.name()).filter(wanted).isEmpty()) {
                if (System.nanoTime() > end) {
                    return false;
                }
                TimeUnit.MICROSECONDS.sleep(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MICROS);
            }
            return true;
        } catch (SQLException e) {
            throw Streams.disconnected("Cannot wait for '" + link.name() + "'", e);
        }
    }
}
