package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 connection to an upstream. Carries one exchange at a time and lies in the pool in
/// between. Confined to one loop.
///
/// Whatever is not beyond doubt ends it: a failed message, a byte behind an answer, a byte while it
/// is idle.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements UpstreamEnd {

    /// Ends a connection that lies in the pool.
    private final class Idle extends Timed {
        @Override
        void expired() {
            close();
        }
    }

    private final Loop loop;
    private final Pool pool;
    private final Channel channel;
    private final UpstreamDecoder decoder;
    private final RequestEncoder encoder = new RequestEncoder();
    private final Idle idle = new Idle();
    private final Reading reading;
    private final Outbound out;
    private @Nullable Exchange exchange;
    private boolean reused;
    private boolean reusable = true;
    private boolean afterInformational;
    private boolean counted;
    private @Nullable Tunnel tunnel;

    UpstreamConnection(Pool pool, Channel channel) {
        this.loop = pool.loop();
        this.pool = pool;
        this.channel = channel;
        this.decoder = new UpstreamDecoder(Codecs.of(loop.context.settings().limits()));
        this.reading = new Reading(channel);
        this.out = new Outbound(channel, encoder);
    }

    /// Puts itself and its codecs at the end of its channel's pipeline.
    void install() {
        channel.pipeline().addLast(decoder, encoder, this);
    }

    /// The one of a channel that was [installed][#install].
    static UpstreamConnection of(Channel channel) {
        return channel.pipeline().get(UpstreamConnection.class);
    }

    Channel channel() {
        return channel;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    void close() {
        reusable = false;
        channel.close();
    }

    /// Lies in the pool from now on.
    void idleFor(long nanos) {
        idle.deadline = loop.in(nanos);
        loop.deadlines.add(idle);
    }

    /// Carries an exchange from now on.
    void carry(Exchange next) {
        loop.deadlines.remove(idle);
        exchange = next;
        decoder.expect(next.isHead());
    }

    // --- the request

    @Override
    public boolean reused() {
        return reused;
    }

    @Override
    public void head(HttpRequest request, boolean ended) {
        out.head(request);
        if (ended) {
            out.end(null);
        }
    }

    @Override
    public void body(ByteBuf data) {
        out.body(data);
    }

    @Override
    public void end(@Nullable HttpHeaders trailers) {
        out.end(trailers);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public boolean isWritable() {
        return out.isWritable();
    }

    // --- the answer

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (tunnel != null) {
            tunnel.read(ctx, message);
        } else if (exchange == null) {
            ReferenceCountUtil.release(message);
            close();
        } else if (message instanceof HttpResponse head) {
            readHead(exchange, head);
        } else if (message instanceof HttpContent content) {
            readContent(exchange, content);
        } else {
            ReferenceCountUtil.release(message);
            close();
        }
    }

    private void readHead(Exchange current, HttpResponse head) {
        boolean failed = head.decoderResult().isFailure();
        int status = head.status().code();
        if (!failed
                && status != 101
                && head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            afterInformational = true;
            current.informational(head);
            return;
        }
        reusable &= !failed && HttpUtil.isKeepAlive(head) && status != 101;
        current.responseHead(head);
        if (failed) {
            ReferenceCountUtil.release(head);
        }
    }

    private void readContent(Exchange current, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            fail(Outcome.BROKEN);
            return;
        }
        boolean last = content instanceof LastHttpContent;
        if (afterInformational) {
            afterInformational = !last;
            content.release();
            return;
        }
        var data = content.content();
        if (data.isReadable()) {
            current.responseBody(data);
        } else {
            content.release();
        }
        // The body may have ended the exchange: a client that is gone, say.
        if (last && exchange == current) {
            reusable &= !decoder.hasLeftOver();
            current.responseEnd(((LastHttpContent) content).trailingHeaders());
        }
    }

    private void fail(Outcome outcome) {
        var failed = exchange;
        exchange = null;
        close();
        if (failed != null) {
            failed.upstreamFailed(outcome);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (tunnel != null) {
            tunnel.readComplete();
        } else if (exchange != null) {
            exchange.client.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (tunnel != null) {
            tunnel.writabilityChanged(ctx);
        } else if (exchange != null && ctx.channel().isWritable()) {
            exchange.client.resume();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.deadlines.remove(idle);
        out.discard();
        if (counted) {
            pool.closed(this);
        }
        if (tunnel != null) {
            tunnel.closed();
        } else if (exchange != null) {
            fail(Outcome.BROKEN);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(Outcome.BROKEN);
    }

    @Override
    public void pause() {
        reading.pause(Reading.BACKPRESSURE);
    }

    @Override
    public void resume() {
        reading.resume(Reading.BACKPRESSURE);
    }

    // --- the ends

    @Override
    public void cancel() {
        exchange = null;
        close();
    }

    @Override
    public void release() {
        exchange = null;
        reused = true;
        resume();
        if (reusable && isOpen() && isWritable()) {
            pool.add(this);
        } else {
            close();
        }
    }

    /// Counts as open from now on.
    void opened() {
        counted = true;
    }

    /// Carries bytes from now on; what the decoder holds already comes as bytes too.
    void join(Tunnel joined) {
        tunnel = joined;
        exchange = null;
        resume();
        channel.pipeline().remove(encoder);
        channel.pipeline().remove(decoder);
    }
}
