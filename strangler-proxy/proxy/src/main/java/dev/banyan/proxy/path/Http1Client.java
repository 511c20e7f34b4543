package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Forwarding;
import dev.banyan.proxy.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// The client of an HTTP/1.x connection as its exchanges see it: frames their answers as the client
/// understands them, and says whether the connection goes on behind them. Confined to one loop.
final class Http1Client implements ClientEnd {

    private final ClientConnection connection;
    private final Loop loop;
    private final InetSocketAddress address;
    private final Forwarding forwarding;
    private final Outbound out;
    private final Reading reading;
    private boolean modern = true;
    private boolean keepAlive = true;

    Http1Client(
            ClientConnection connection,
            Loop loop,
            InetSocketAddress address,
            Forwarding forwarding,
            Outbound out,
            Reading reading) {
        this.connection = connection;
        this.loop = loop;
        this.address = address;
        this.forwarding = forwarding;
        this.out = out;
        this.reading = reading;
    }

    /// What is answered next is this request.
    ///
    /// @param last whether the connection has carried as many as it may
    void expect(HttpRequest request, boolean last) {
        modern = !HttpVersion.HTTP_1_0.equals(request.protocolVersion());
        keepAlive = !last && request.decoderResult().isSuccess() && HttpUtil.isKeepAlive(request);
    }

    /// Whether another request may follow on the connection.
    boolean staysOpen() {
        return keepAlive;
    }

    /// The next answer is the last one on the connection.
    void endHere() {
        keepAlive = false;
    }

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

    // --- the answer

    @Override
    public void informational(HttpResponse head) {
        out.write(head);
        out.write(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    @Override
    public void head(HttpResponse head, boolean bodiless) {
        frame(head.headers(), bodiless);
        // An answer that comes before its request has ended is the last one here.
        keepAlive &= connection.hasWholeRequest() && !loop.stopping;
        stateConnection(head.headers());
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        out.head(head);
    }

    private void frame(HttpHeaders headers, boolean bodiless) {
        if (bodiless) {
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        } else if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return;
        } else if (modern) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else {
            // HTTP/1.0 knows no chunks: the body ends with the connection.
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
            keepAlive = false;
        }
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

    @Override
    public void answer(Refusal refusal) {
        keepAlive &= connection.hasWholeRequest() && !loop.stopping && refusal.keepsConnection();
        var answer = LocalAnswer.of(refusal);
        stateConnection(answer.headers());
        out.write(answer);
        out.flush();
    }

    // --- the connection

    @Override
    public boolean isReading() {
        return connection.isReading();
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
    public void abort() {
        connection.abort();
    }

    @Override
    public void exchangeEnded() {
        connection.exchangeEnded();
    }

    @Override
    public void join(UpstreamConnection upstream, HttpResponse head) {
        connection.join(upstream, head);
    }
}
