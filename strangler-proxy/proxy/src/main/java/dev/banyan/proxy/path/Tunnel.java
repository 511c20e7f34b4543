package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;

/// Carries bytes between two connections that have left HTTP behind. Confined to one loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class Tunnel {

    private final Exchange exchange;
    private final Channel client;
    private final Channel upstream;
    private boolean closed;

    Tunnel(Exchange exchange, Channel client, Channel upstream) {
        this.exchange = exchange;
        this.client = client;
        this.upstream = upstream;
        used();
    }

    /// A byte has passed, or the first may.
    private void used() {
        var loop = exchange.loop;
        exchange.progress().enter(Phase.TUNNEL, loop.in(loop.context.nanos().tunnelIdle()));
    }

    private Channel other(Channel channel) {
        return channel.equals(client) ? upstream : client;
    }

    void read(ChannelHandlerContext from, Object message) {
        var to = other(from.channel());
        if (!(message instanceof ByteBuf bytes) || closed) {
            ReferenceCountUtil.release(message);
            return;
        }
        count(from, bytes.readableBytes());
        to.write(bytes, to.voidPromise());
        if (!to.isWritable()) {
            to.flush();
            from.channel().config().setAutoRead(to.isWritable());
        }
    }

    private void count(ChannelHandlerContext from, int bytes) {
        used();
        if (from.channel().equals(client)) {
            exchange.requestBytes += bytes;
        } else {
            exchange.responseBytes += bytes;
        }
    }

    void readComplete() {
        client.flush();
        upstream.flush();
    }

    void writabilityChanged(ChannelHandlerContext at) {
        if (at.channel().isWritable()) {
            other(at.channel()).config().setAutoRead(true);
        }
    }

    /// One side is closed: what it said before is still delivered, then the other is closed too.
    void closed() {
        if (closed) {
            return;
        }
        closed = true;
        Connections.closeAfterFlush(client);
        Connections.closeAfterFlush(upstream);
        exchange.sending().letGo();
        exchange.done("closed", Outcome.ANSWERED);
    }
}
