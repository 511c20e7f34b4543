package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Forwarding;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Finds out what a new connection speaks: by ALPN over TLS, by its first bytes in cleartext. There
/// is no `Upgrade: h2c`. Confined to one loop.
final class ProtocolChoice extends ByteToMessageDecoder {

    /// Ends a connection that does not say.
    private static final class Silence extends Timed {
        private final Channel channel;

        Silence(Channel channel) {
            this.channel = channel;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        void expired() {
            channel.close();
        }
    }

    /// RFC 9113 section 3.4.
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Loop loop;
    private final InetSocketAddress address;
    private final Forwarding forwarding;
    private final Silence silence;

    ProtocolChoice(Loop loop, Channel channel, InetSocketAddress address, Forwarding forwarding) {
        this.loop = loop;
        this.address = address;
        this.forwarding = forwarding;
        this.silence = new Silence(channel);
        silence.deadline = loop.in(loop.context.nanos().head());
        loop.deadlines.add(silence);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), PREFACE.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                choose(ctx, false);
                return;
            }
        }
        if (length == PREFACE.length) {
            choose(ctx, true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            var chosen = ctx.pipeline().get(SslHandler.class).applicationProtocol();
            choose(ctx, ApplicationProtocolNames.HTTP_2.equals(chosen));
        }
        super.userEventTriggered(ctx, event);
    }

    /// Handshakes that break, and connections that are reset: scanners must not fill the log.
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void choose(ChannelHandlerContext ctx, boolean http2) {
        if (ctx.isRemoved()) {
            return;
        }
        loop.now = System.nanoTime();
        if (http2) {
            new H2ClientConnection(loop, address, forwarding).install(ctx.channel());
        } else {
            new ClientConnection(loop, ctx.channel(), address, forwarding).install();
        }
        // What has been read already is handed on.
        ctx.pipeline().remove(this);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        loop.deadlines.remove(silence);
    }
}
