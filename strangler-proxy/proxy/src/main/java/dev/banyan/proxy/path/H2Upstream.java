package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The HTTP/2 connection of one loop to one address, with a stream for each exchange. A new one is
/// opened when the old one says goodbye. Confined to the loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class H2Upstream {

    private final Loop loop;
    private final Endpoint endpoint;
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private @Nullable Channel connection;
    private boolean connecting;
    private boolean ready;
    private int open;

    H2Upstream(Loop loop, Endpoint endpoint) {
        this.loop = loop;
        this.endpoint = endpoint;
    }

    /// Gives a stream to an exchange, at once or later.
    void acquire(Exchange exchange) {
        if (connection != null && ready && connection.isActive()) {
            openStream(connection, exchange);
            return;
        }
        waiting.add(exchange);
        if (!connecting) {
            connecting = true;
            ready = false;
            loop.context.channels().connectHttp2(loop, endpoint, this);
        }
    }

    /// Sets up the pipeline behind TLS.
    void install(Channel channel) {
        var limits = loop.context.settings().limits();
        var codec =
                Http2FrameCodecBuilder.forClient()
                        .initialSettings(
                                Http2Settings.defaultSettings()
                                        .pushEnabled(false)
                                        .maxHeaderListSize(limits.headSize()))
                        .validateHeaders(true)
                        .build();
        channel.pipeline()
                .addLast(codec, new Http2MultiplexHandler(new RefusedPush()), new Connection());
    }

    /// Streams that the upstream opens: none is asked for.
    @ChannelHandler.Sharable
    private static final class RefusedPush extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            ctx.close();
        }
    }

    /// Watches the connection as a whole.
    private final class Connection extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof Http2SettingsFrame && !ready) {
                ready(ctx.channel());
            } else if (message instanceof Http2GoAwayFrame) {
                forget(ctx.channel());
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            open--;
            loop.observer.upstreamDisconnected(endpoint);
            if (!ready && ctx.channel().equals(connection)) {
                notConnected();
            }
            forget(ctx.channel());
            ctx.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /// Connected, and over TLS agreed on HTTP/2. Streams wait for the settings, which say how many.
    void connected(Channel channel) {
        open++;
        loop.observer.upstreamConnected(endpoint);
        connection = channel;
    }

    private void ready(Channel channel) {
        connecting = false;
        ready = true;
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            openStream(channel, next);
        }
    }

    void notConnected() {
        connecting = false;
        for (int left = waiting.size(); left > 0; left--) {
            waiting.remove().notConnected();
        }
    }

    private void forget(Channel channel) {
        if (channel.equals(connection)) {
            connection = null;
            ready = false;
        }
    }

    private void openStream(Channel parent, Exchange exchange) {
        var stream = new H2UpstreamStream(exchange, endpoint.secure());
        new Http2StreamChannelBootstrap(parent)
                .handler(stream)
                .open()
                .addListener((Future<Http2StreamChannel> opened) -> {
                    if (!opened.isSuccess()) {
                        exchange.notConnected();
                    } else if (exchange.progress().phase() == Phase.CONNECTING) {
                        opened.getNow()
                                .config()
                                .setWriteBufferWaterMark(UpstreamChannels.WATER_MARKS);
                        exchange.connected(stream);
                    } else {
                        opened.getNow().close();
                    }
                });
    }

    void close() {
        if (connection != null) {
            connection.close();
        }
    }

    boolean isClosed() {
        return open == 0 && !connecting;
    }
}
