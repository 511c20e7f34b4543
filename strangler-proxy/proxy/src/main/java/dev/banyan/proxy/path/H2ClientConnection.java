package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Forwarding;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A client's HTTP/2 connection. Confined to one loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class H2ClientConnection extends ChannelInboundHandlerAdapter implements Drainable {

    private static final long GO_AWAY_MILLIS = 200;
    private static final int QUEUED_CONTROL_FRAMES = 1_000;

    /// Ends a connection on which nothing is asked.
    private final class Silence extends Timed {
        @Override
        void expired() {
            if (working == 0) {
                leaveGracefully();
            }
        }
    }

    private final Loop loop;
    private final InetSocketAddress address;
    private final Forwarding forwarding;
    private final Silence silence = new Silence();
    private @Nullable ChannelHandlerContext context;

    /// Requests that are worked on, also those whose stream the client has reset.
    private int working;

    H2ClientConnection(Loop loop, InetSocketAddress address, Forwarding forwarding) {
        this.loop = loop;
        this.address = address;
        this.forwarding = forwarding;
    }

    /// Puts itself and its codecs at the end of a pipeline.
    void install(Channel channel) {
        var limits = loop.context.settings().limits();
        var codec =
                Http2FrameCodecBuilder.forServer()
                        .initialSettings(
                                Http2Settings.defaultSettings()
                                        .maxConcurrentStreams(limits.streams())
                                        .maxHeaderListSize(limits.headSize()))
                        .validateHeaders(true)
                        .validateRequiredPseudoHeaders(true)
                        .encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES)
                        .build();
        var streams =
                new Http2MultiplexHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel stream) {
                                stream.config()
                                        .setWriteBufferWaterMark(UpstreamChannels.WATER_MARKS);
                                stream.pipeline()
                                        .addLast(
                                                new H2ClientStream(
                                                        loop, H2ClientConnection.this, stream));
                            }
                        });
        channel.pipeline().addLast(codec, streams, this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        loop.add(this);
        loop.deadlines.add(silence);
        silence.deadline = loop.in(loop.context.nanos().clientIdle());
    }

    /// Takes a place for a request, if there is one.
    boolean enter() {
        if (working >= loop.context.settings().limits().streams()) {
            return false;
        }
        working++;
        silence.deadline = Timed.NEVER;
        return true;
    }

    void leave() {
        working--;
        if (working == 0) {
            silence.deadline = loop.in(loop.context.nanos().clientIdle());
        }
    }

    InetSocketAddress address() {
        return address;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // Settings, pings and the like: the codec has dealt with them.
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.remove(this);
        loop.deadlines.remove(silence);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /// Announces the end to all streams that may come, and a moment later names the last one: what
    /// a client had sent before it heard is still answered (RFC 9113 section 6.8).
    @Override
    public void drain(long idleNanos) {
        leaveGracefully();
    }

    private void leaveGracefully() {
        var ctx = context;
        if (ctx == null) {
            return;
        }
        var all = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
        all.setExtraStreamIds(Integer.MAX_VALUE);
        ctx.writeAndFlush(all);
        loop.later(GO_AWAY_MILLIS, () -> ctx.close());
    }

    @Override
    public void close() {
        if (context != null) {
            // Past the codec, which would wait for its streams.
            context.pipeline().firstContext().close();
        }
    }
}
