package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// One request to an upstream over HTTP/2. Confined to one loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class H2UpstreamStream extends ChannelInboundHandlerAdapter implements UpstreamEnd {

    private final boolean secure;
    private @Nullable Exchange exchange;
    private @Nullable ChannelHandlerContext context;
    private boolean headSeen;
    private boolean paused;
    private boolean dirty;

    H2UpstreamStream(Exchange exchange, boolean secure) {
        this.exchange = exchange;
        this.secure = secure;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("The stream is not in its pipeline yet.");
        }
        return context;
    }

    // --- the request

    @Override
    public boolean reused() {
        return true;
    }

    @Override
    public void head(HttpRequest request, boolean ended) {
        write(new DefaultHttp2HeadersFrame(H2Heads.ofRequest(request, secure), ended));
    }

    @Override
    public void body(ByteBuf data) {
        write(new DefaultHttp2DataFrame(data, false));
    }

    @Override
    public void end(@Nullable HttpHeaders trailers) {
        if (trailers == null) {
            write(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
        } else {
            write(new DefaultHttp2HeadersFrame(H2Heads.ofTrailers(trailers), true));
        }
    }

    private void write(Object frame) {
        dirty = true;
        context().write(frame);
    }

    @Override
    public void flush() {
        if (dirty) {
            dirty = false;
            context().flush();
        }
    }

    @Override
    public boolean isWritable() {
        return context().channel().isWritable();
    }

    // --- the answer

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var current = exchange;
        if (current == null) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof Http2HeadersFrame frame) {
            readHeaders(current, frame);
        } else if (message instanceof Http2DataFrame frame) {
            readData(current, frame);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void readHeaders(Exchange current, Http2HeadersFrame frame) {
        if (headSeen) {
            end(current, H2Heads.toTrailers(frame.headers()));
            return;
        }
        var head = H2Heads.toResponse(frame.headers(), frame.isEndStream());
        if (head == null || head.status().code() == 101) {
            fail(Outcome.BROKEN);
        } else if (head.status().code() < 200) {
            current.informational(head);
        } else {
            headSeen = true;
            current.responseHead(head);
            if (frame.isEndStream() && exchange == current) {
                end(current, null);
            }
        }
    }

    private void readData(Exchange current, Http2DataFrame frame) {
        boolean last = frame.isEndStream();
        if (frame.content().isReadable()) {
            current.responseBody(frame.content());
        } else {
            frame.release();
        }
        if (last && exchange == current) {
            end(current, null);
        }
    }

    private static void end(Exchange current, @Nullable HttpHeaders trailers) {
        current.responseEnd(trailers);
    }

    private void fail(Outcome outcome) {
        var failed = exchange;
        exchange = null;
        reset();
        if (failed != null) {
            failed.upstreamFailed(outcome);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.client.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null && ctx.channel().isWritable()) {
            exchange.client.resume();
        }
    }

    /// Reset, or the connection is gone.
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        var failed = exchange;
        exchange = null;
        if (failed != null) {
            failed.upstreamFailed(Outcome.BROKEN);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(Outcome.BROKEN);
    }

    @Override
    public void pause() {
        paused = true;
        context().channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            context().channel().config().setAutoRead(true);
        }
    }

    // --- the ends

    @Override
    public void cancel() {
        exchange = null;
        reset();
    }

    private void reset() {
        if (context().channel().isActive()) {
            context().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
        }
    }

    @Override
    public void release() {
        exchange = null;
        resume();
    }
}
