package dev.banyan.proxy.path;

import io.netty.channel.Channel;

/// Whether a connection is read. It waits for as long as there is one reason to. Confined to one
/// loop.
final class Reading {

    /// The other end does not keep up.
    static final int BACKPRESSURE = 1;

    /// A client asks on before it has its answer.
    static final int PIPELINED = 2;

    private final Channel channel;
    private int reasons;

    Reading(Channel channel) {
        this.channel = channel;
    }

    void pause(int why) {
        if (reasons == 0) {
            channel.config().setAutoRead(false);
        }
        reasons |= why;
    }

    void resume(int why) {
        boolean paused = reasons != 0;
        reasons &= ~why;
        if (paused && reasons == 0) {
            channel.config().setAutoRead(true);
        }
    }
}
