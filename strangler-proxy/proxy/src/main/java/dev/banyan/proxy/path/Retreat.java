package dev.banyan.proxy.path;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Leaves an address to a successor that listens there already. What the kernel has queued for a
/// listener is reset when that is closed; so new connections are sent to the successor first, and
/// those queued here are accepted until no more come. Confined to the listener's loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class Retreat {

    private static final long LOOK_MILLIS = 20;

    /// A handshake that has begun here also ends here: no accept for so long means none is left.
    private static final long QUIET_NANOS = 300_000_000L;

    /// With two listeners, the one that began first leaves first nearly always, so the successor
    /// has the number 1; connections that still come say that it has not.
    private static final int[] SUCCESSORS = {1, 0};

    private static final long EACH_NANOS = 2_000_000_000L;

    private final Channel listener;
    private final LongSupplier accepted;
    private final Runnable left;
    private int attempt;
    private long attemptEnds;
    private long seen;
    private long quietSince;

    /// @param accepted how many connections the listener has accepted so far
    /// @param left runs when nothing more will be accepted
    Retreat(Channel listener, LongSupplier accepted, Runnable left) {
        this.listener = listener;
        this.accepted = accepted;
        this.left = left;
    }

    void begin() {
        listener.eventLoop().execute(this::prefer);
    }

    private void prefer() {
        boolean prefers =
                attempt < SUCCESSORS.length
                        && listener instanceof UnixChannel socket
                        && ReusePort.prefer(socket.fd().intValue(), SUCCESSORS[attempt++]);
        if (!prefers) {
            close();
            return;
        }
        long now = System.nanoTime();
        attemptEnds = now + EACH_NANOS;
        seen = accepted.getAsLong();
        quietSince = now;
        look();
    }

    private void look() {
        long now = System.nanoTime();
        long count = accepted.getAsLong();
        if (count != seen) {
            seen = count;
            quietSince = now;
        }
        if (now - quietSince >= QUIET_NANOS) {
            close();
        } else if (now - attemptEnds >= 0) {
            prefer();
        } else {
            listener.eventLoop().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void close() {
        listener.close().addListener(closed -> left.run());
    }
}
