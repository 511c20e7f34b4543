package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Forwarding;
import dev.banyan.proxy.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// One request of a client over HTTP/2. Confined to one loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class H2ClientStream extends ChannelInboundHandlerAdapter implements ClientEnd {

    private final Loop loop;
    private final H2ClientConnection connection;
    private final Channel channel;
    private final Reading reading;
    private @Nullable Exchange exchange;
    private boolean headSeen;
    private boolean requestEnded;
    private boolean answered;
    private boolean inRead;

    H2ClientStream(Loop loop, H2ClientConnection connection, Channel channel) {
        this.loop = loop;
        this.connection = connection;
        this.channel = channel;
        this.reading = new Reading(channel);
    }

    // --- the request

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        inRead = true;
        if (message instanceof Http2HeadersFrame frame) {
            readHeaders(frame);
        } else if (message instanceof Http2DataFrame frame) {
            readData(frame);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void readHeaders(Http2HeadersFrame frame) {
        if (headSeen) {
            readTrailers(frame);
            return;
        }
        headSeen = true;
        requestEnded = frame.isEndStream();
        var request = H2Heads.toRequest(frame.headers(), requestEnded);
        if (request == null) {
            reset(Http2Error.PROTOCOL_ERROR);
        } else if (!connection.enter()) {
            reset(Http2Error.REFUSED_STREAM);
        } else {
            var next = new Exchange(loop, this, request);
            exchange = next;
            next.onEnd(connection::leave);
            next.begin(requestEnded);
        }
    }

    private void readTrailers(Http2HeadersFrame frame) {
        if (!frame.isEndStream()) {
            reset(Http2Error.PROTOCOL_ERROR);
            return;
        }
        requestEnded = true;
        if (exchange != null) {
            exchange.sending().takeEnd(H2Heads.toTrailers(frame.headers()));
        }
    }

    private void readData(Http2DataFrame frame) {
        boolean last = frame.isEndStream();
        var data = frame.content();
        var current = exchange;
        if (current == null || !data.isReadable()) {
            frame.release();
        } else {
            current.sending().take(data);
        }
        requestEnded |= last;
        if (last && exchange != null) {
            exchange.sending().takeEnd(null);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        inRead = false;
        if (exchange != null) {
            exchange.sending().flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        var left = exchange;
        exchange = null;
        if (left != null) {
            left.clientGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null && ctx.channel().isWritable()) {
            exchange.sending().resume();
        }
    }

    // --- the answer

    @Override
    public String protocol() {
        return "HTTP/2";
    }

    @Override
    public InetSocketAddress address() {
        return connection.address();
    }

    @Override
    public Forwarding forwarding() {
        return connection.forwarding();
    }

    @Override
    public boolean isModern() {
        return true;
    }

    @Override
    public void informational(HttpResponse head) {
        channel.write(new DefaultHttp2HeadersFrame(H2Heads.ofResponse(head), false));
    }

    @Override
    public void head(HttpResponse head, boolean bodiless) {
        channel.write(new DefaultHttp2HeadersFrame(H2Heads.ofResponse(head), false));
    }

    @Override
    public void body(ByteBuf data) {
        channel.write(new DefaultHttp2DataFrame(data, false));
    }

    @Override
    public void end(@Nullable HttpHeaders trailers) {
        answered = true;
        if (trailers == null) {
            channel.write(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
        } else {
            channel.write(new DefaultHttp2HeadersFrame(H2Heads.ofTrailers(trailers), true));
        }
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public boolean isReading() {
        return inRead;
    }

    @Override
    public void pause() {
        reading.pause(Reading.BACKPRESSURE);
    }

    @Override
    public void resume() {
        reading.resume(Reading.BACKPRESSURE);
    }

    @Override
    public void answer(Refusal refusal) {
        var whole = LocalAnswer.of(refusal);
        boolean empty = exchange != null && exchange.isHead();
        channel.write(new DefaultHttp2HeadersFrame(H2Heads.ofResponse(whole), empty));
        if (empty) {
            whole.release();
        } else {
            channel.write(new DefaultHttp2DataFrame(whole.content(), true));
        }
        answered = true;
        channel.flush();
    }

    @Override
    public void abort() {
        exchange = null;
        reset(Http2Error.INTERNAL_ERROR);
    }

    @Override
    public void exchangeEnded() {
        exchange = null;
        // An answer that came before its request has ended: the rest of that is not wanted.
        if (answered && !requestEnded) {
            reset(Http2Error.NO_ERROR);
        }
    }

    private void reset(Http2Error error) {
        channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }

    @Override
    public void join(UpstreamConnection upstream, HttpResponse head) {
        throw new IllegalStateException("HTTP/2 streams are never upgraded.");
    }
}
