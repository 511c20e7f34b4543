package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Forwarding;
import dev.banyan.proxy.http.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A client's HTTP/1.x connection: one exchange at a time, in the order of the requests. Confined
/// to one loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class ClientConnection extends ChannelInboundHandlerAdapter implements Drainable {

    /// Ends a connection that is silent: before its first request, between two, or within a head.
    private final class Silence extends Timed {
        @Override
        void expired() {
            silenceEnded();
        }
    }

    private final Loop loop;
    private final Channel channel;
    private final HttpRequestDecoder decoder;
    private final ResponseEncoder encoder = new ResponseEncoder();
    private final Reading reading;
    private final Outbound out;
    private final Http1Client client;
    private final ArrayDeque<Object> queued = new ArrayDeque<>(1);
    private final Silence silence = new Silence();
    private @Nullable Exchange exchange;
    private @Nullable Tunnel tunnel;
    private int requests;
    private boolean requestEnded = true;
    private boolean headPending;
    private boolean closing;
    private boolean draining;
    private boolean inRead;

    ClientConnection(Loop loop, Channel channel, InetSocketAddress address, Forwarding forwarding) {
        this.loop = loop;
        this.channel = channel;
        this.decoder = new HttpRequestDecoder(Codecs.of(loop.context.settings().limits()));
        this.reading = new Reading(channel);
        this.out = new Outbound(channel, encoder);
        this.client = new Http1Client(this, loop, address, forwarding, out, reading);
    }

    /// Puts itself and its codecs at the end of its channel's pipeline.
    void install() {
        channel.pipeline().addLast(decoder, encoder, this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        loop.add(this);
        loop.deadlines.add(silence);
        silence.deadline = loop.in(loop.context.nanos().head());
    }

    // --- the request

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        inRead = true;
        if (tunnel != null) {
            tunnel.read(ctx, message);
        } else if (closing) {
            ReferenceCountUtil.release(message);
        } else if (!queued.isEmpty() || (exchange != null && message instanceof HttpRequest)) {
            queued.add(message);
            reading.pause(Reading.PIPELINED);
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
        client.expect(
                request, requests >= loop.context.settings().limits().requestsPerConnection());
        requestEnded = RequestHead.isBodiless(request);
        var next = new Exchange(loop, client, request);
        encoder.expect(next.isHead());
        exchange = next;
        next.begin(requestEnded);
        if (request instanceof LastHttpContent failed) {
            // Netty's stand-in for a request that it could not read.
            failed.release();
        }
    }

    private void readContent(HttpContent content) {
        var current = exchange;
        if (current == null || requestEnded) {
            content.release();
            return;
        }
        if (content.decoderResult().isFailure()) {
            content.release();
            client.endHere();
            current.requestBroken();
            return;
        }
        var data = content.content();
        if (data.isReadable()) {
            current.sending().take(data);
        } else {
            content.release();
        }
        if (content instanceof LastHttpContent last && !closing) {
            requestEnded = true;
            current.sending().takeEnd(last.trailingHeaders());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        inRead = false;
        if (tunnel != null) {
            tunnel.readComplete();
        } else if (exchange != null) {
            exchange.sending().flush();
        } else if (!headPending && !closing && requests > 0) {
            // Bytes came, but no head: it must be complete in time.
            headPending = true;
            silence.deadline = loop.in(loop.context.nanos().head());
        }
        out.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (tunnel != null) {
            tunnel.writabilityChanged(ctx);
        } else if (exchange != null && ctx.channel().isWritable()) {
            exchange.sending().resume();
        }
    }

    // --- what its exchange says

    /// Whether all of the request has arrived that is answered now.
    boolean hasWholeRequest() {
        return requestEnded;
    }

    /// Whether more of what has been read is about to be handled.
    boolean isReading() {
        return inRead;
    }

    void abort() {
        exchange = null;
        closing = true;
        Connections.reset(channel);
    }

    void exchangeEnded() {
        exchange = null;
        out.flush();
        if (!client.staysOpen() || !requestEnded) {
            leave();
            return;
        }
        silence.deadline = loop.in(loop.context.nanos().clientIdle());
        reading.resume(Reading.BACKPRESSURE);
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
            reading.resume(Reading.PIPELINED);
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
        reading.resume(Reading.PIPELINED | Reading.BACKPRESSURE);
        if (requestEnded) {
            Connections.closeAfterFlush(channel);
        } else {
            Lingering.begin(loop, channel);
        }
    }

    private void silenceEnded() {
        if (headPending && exchange == null && !closing) {
            client.endHere();
            client.answer(Refusal.HEAD_TIMEOUT);
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
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.remove(this);
        loop.deadlines.remove(silence);
        closing = true;
        releaseQueue();
        out.discard();
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

    // --- WebSocket

    /// Joins it with the upstream's, after a 101.
    void join(UpstreamConnection upstream, HttpResponse head) {
        var current = exchange;
        if (current == null) {
            upstream.cancel();
            return;
        }
        exchange = null;
        client.informational(head);
        out.flush();
        var joined = new Tunnel(current, channel, upstream.channel());
        tunnel = joined;
        loop.deadlines.remove(silence);
        reading.resume(Reading.PIPELINED | Reading.BACKPRESSURE);
        channel.pipeline().remove(encoder);
        channel.pipeline().remove(decoder);
        upstream.join(joined);
    }
}
