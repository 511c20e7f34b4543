package dev.banyan.replication;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Waits for a position row to become what somebody wants.
final class Awaiting {

    /// The pause of a switch is made of this: looked at again after a tenth of what was waited.
    private static final int LOOKS = 10;

    private static final long SHORTEST_PAUSE_MICROS = 500;
    private static final long LONGEST_PAUSE_MICROS = 10_000;

    private Awaiting() {}

    static boolean until(
            Link link, Connections database, Duration deadline, Predicate<Position> wanted)
            throws InterruptedException {
        long begun = System.nanoTime();
        try (Connection target = database.connect("await " + link.name())) {
            while (Positions.read(target, link.name()).filter(wanted).isEmpty()) {
                long waited = System.nanoTime() - begun;
                if (waited > deadline.toNanos()) {
                    return false;
                }
                TimeUnit.MICROSECONDS.sleep(
                        Math.clamp(
                                TimeUnit.NANOSECONDS.toMicros(waited) / LOOKS,
                                SHORTEST_PAUSE_MICROS,
                                LONGEST_PAUSE_MICROS));
            }
            return true;
        } catch (SQLException e) {
            throw Streams.disconnected("Cannot wait for '" + link.name() + "'", e);
        }
    }
}
