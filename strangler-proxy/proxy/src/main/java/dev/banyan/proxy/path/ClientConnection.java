package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Forwarding;
import dev.banyan.proxy.http.Lengths;
import dev.banyan.proxy.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A client's HTTP/1.x connection: one exchange at a time, in the order of the requests. Confined
/// to one loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientEnd, Drainable {

    private static final int PIPELINED = 1;
    private static final int BACKPRESSURE = 2;

    /// Ends a connection that is silent: before its first request, between two, or within a head.
    private final class Silence extends Timed {
        @Override
        void expired() {
            silenceEnded();
        }
    }

    private final Loop loop;
    private final HttpRequestDecoder decoder;
    private final ResponseEncoder encoder = new ResponseEncoder();
    private final InetSocketAddress address;
    private final Forwarding forwarding;
    private final ArrayDeque<Object> queued = new ArrayDeque<>(1);
    private final Silence silence = new Silence();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private @Nullable Tunnel tunnel;
    private int requests;
    private int pauses;
    private boolean modern = true;
    private boolean keepAlive = true;
    private boolean requestEnded = true;
    private boolean headPending;
    private boolean closing;
    private boolean dirty;
    private boolean draining;
    private boolean reading;

    ClientConnection(Loop loop, InetSocketAddress address, Forwarding forwarding) {
        this.loop = loop;
        this.address = address;
        this.forwarding = forwarding;
        this.decoder = new HttpRequestDecoder(Codecs.of(loop.context.settings().limits()));
    }

    /// Puts itself and its codecs at the end of a pipeline.
    void install(Channel channel) {
        channel.pipeline().addLast(decoder, encoder, this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        loop.add(this);
        loop.deadlines.add(silence);
        silence.deadline = loop.in(loop.context.nanos().head());
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("The connection is not in its pipeline yet.");
        }
        return context;
    }

    // --- the request

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        reading = true;
        if (tunnel != null) {
            tunnel.read(ctx, message);
        } else if (closing) {
            ReferenceCountUtil.release(message);
        } else if (!queued.isEmpty() || (exchange != null && message instanceof HttpRequest)) {
            queued.add(message);
            pause(PIPELINED);
        } else {
            handle(message);
        }
    }

    private void handle(Object message) {
        if (message instanceof HttpRequest request) {
            begin(request);
        } else if (message instanceof HttpContent content) {
            readContent(content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        silence.deadline = Timed.NEVER;
        headPending = false;
        requests++;
        modern = !HttpVersion.HTTP_1_0.equals(request.protocolVersion());
        keepAlive =
                HttpUtil.isKeepAlive(request)
                        && request.decoderResult().isSuccess()
                        && requests < loop.context.settings().limits().requestsPerConnection();
        requestEnded = isBodiless(request);
        var next = new Exchange(loop, this, request);
        exchange = next;
        encoder.expect(next.isHead());
        next.begin(requestEnded);
        if (request instanceof LastHttpContent failed) {
            // Netty's stand-in for a request that it could not read.
            failed.release();
        }
    }

    private static boolean isBodiless(HttpRequest request) {
        return !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && Lengths.of(request.headers()) <= 0
                && request.decoderResult().isSuccess();
    }

    private void readContent(HttpContent content) {
        var current = exchange;
        if (current == null || requestEnded) {
            content.release();
            return;
        }
        if (content.decoderResult().isFailure()) {
            content.release();
            keepAlive = false;
            current.requestBroken();
            return;
        }
        var data = content.content();
        if (data.isReadable()) {
            current.requestBody(data);
        } else {
            content.release();
        }
        if (content instanceof LastHttpContent last && !closing) {
            requestEnded = true;
            current.requestEnd(last.trailingHeaders());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        if (tunnel != null) {
            tunnel.readComplete();
        } else if (exchange != null) {
            exchange.sending().flush();
        } else if (!headPending && !closing && requests > 0) {
            // Bytes came, but no head: it must be complete in time.
            headPending = true;
            silence.deadline = loop.in(loop.context.nanos().head());
        }
        flush();
    }

    // --- the answer

    @Override
    public String protocol() {
        return modern ? "HTTP/1.1" : "HTTP/1.0";
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Forwarding forwarding() {
        return forwarding;
    }

    @Override
    public boolean isModern() {
        return modern;
    }

    @Override
    public void informational(HttpResponse head) {
        write(head);
        write(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    @Override
    public void head(HttpResponse head, boolean bodiless) {
        var headers = head.headers();
        boolean framed = bodiless || headers.contains(HttpHeaderNames.CONTENT_LENGTH);
        if (bodiless) {
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        } else if (!framed && modern) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (!framed) {
            // HTTP/1.0 knows no chunks: the body ends with the connection.
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
            keepAlive = false;
        }
        // An answer that comes before its request has ended is the last one here.
        keepAlive &= requestEnded && !loop.stopping;
        stateConnection(headers);
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        write(head);
    }

    private void stateConnection(HttpHeaders headers) {
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (!modern) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    @Override
    public void body(ByteBuf data) {
        write(data);
    }

    @Override
    public void end(@Nullable HttpHeaders trailers) {
        if (trailers == null) {
            write(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        var last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        last.trailingHeaders().set(trailers);
        write(last);
    }

    private void write(Object message) {
        dirty = true;
        context().write(message, context().voidPromise());
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

    @Override
    public void answer(Refusal refusal) {
        keepAlive &= requestEnded && !loop.stopping && refusal.keepsConnection();
        var answer = LocalAnswer.of(refusal);
        stateConnection(answer.headers());
        write(answer);
        flush();
    }

    @Override
    public void abort() {
        exchange = null;
        closing = true;
        Connections.reset(context().channel());
    }

    @Override
    public void exchangeEnded() {
        exchange = null;
        flush();
        if (!keepAlive || !requestEnded) {
            leave();
            return;
        }
        silence.deadline = loop.in(loop.context.nanos().clientIdle());
        resumeReading(BACKPRESSURE);
        drainQueue();
    }

    /// Handles what came while an exchange was under way, up to the next one that takes time.
    private void drainQueue() {
        if (draining || queued.isEmpty()) {
            return;
        }
        draining = true;
        while (!queued.isEmpty() && !closing && canTake(queued.getFirst())) {
            handle(queued.removeFirst());
        }
        draining = false;
        if (queued.isEmpty()) {
            resumeReading(PIPELINED);
        }
    }

    private boolean canTake(Object message) {
        return exchange == null || !(message instanceof HttpRequest);
    }

    // --- the ends

    /// Says that nothing more comes, and reads on for a moment: who closes on unread bytes resets
    /// the connection, and the client may never see its answer.
    private void leave() {
        closing = true;
        releaseQueue();
        loop.deadlines.remove(silence);
        resumeReading(PIPELINED | BACKPRESSURE);
        if (requestEnded) {
            Connections.closeAfterFlush(context().channel());
        } else {
            Lingering.begin(loop, context());
        }
    }

    private void silenceEnded() {
        if (headPending && exchange == null && !closing) {
            keepAlive = false;
            answer(Refusal.HEAD_TIMEOUT);
            requestEnded = true;
            leave();
        } else {
            close();
        }
    }

    @Override
    public void drain(long idleNanos) {
        if (exchange == null && silence.deadline - loop.in(idleNanos) > 0) {
            silence.deadline = loop.in(idleNanos);
        }
    }

    @Override
    public void close() {
        context().close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.remove(this);
        loop.deadlines.remove(silence);
        closing = true;
        releaseQueue();
        if (tunnel != null) {
            tunnel.closed();
        }
        var left = exchange;
        exchange = null;
        if (left != null) {
            left.clientGone();
        }
    }

    private void releaseQueue() {
        for (var message = queued.poll(); message != null; message = queued.poll()) {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    // --- backpressure

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (tunnel != null) {
            tunnel.writabilityChanged(ctx);
        } else if (exchange != null && ctx.channel().isWritable()) {
            exchange.sending().resume();
        }
    }

    @Override
    public boolean isReading() {
        return reading;
    }

    @Override
    public void pause() {
        pause(BACKPRESSURE);
    }

    @Override
    public void resume() {
        resumeReading(BACKPRESSURE);
    }

    private void pause(int why) {
        if (pauses == 0) {
            context().channel().config().setAutoRead(false);
        }
        pauses |= why;
    }

    private void resumeReading(int why) {
        boolean paused = pauses != 0;
        pauses &= ~why;
        if (paused && pauses == 0) {
            context().channel().config().setAutoRead(true);
        }
    }

    // --- WebSocket

    @Override
    public void join(UpstreamConnection upstream, HttpResponse head) {
        var current = exchange;
        if (current == null) {
            upstream.cancel();
            return;
        }
        exchange = null;
        write(head);
        write(LastHttpContent.EMPTY_LAST_CONTENT);
        flush();
        var joined = new Tunnel(current, context().channel(), upstream.channel());
        tunnel = joined;
        loop.deadlines.remove(silence);
        resumeReading(PIPELINED | BACKPRESSURE);
        context().pipeline().remove(encoder);
        context().pipeline().remove(decoder);
        upstream.join(joined);
    }
}
