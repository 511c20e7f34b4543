package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Forwarding;
import dev.banyan.proxy.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Where the answer of an exchange goes: an HTTP/1.1 connection or an HTTP/2 stream. Confined to
/// one loop. Takes over the buffers that it is given.
interface ClientEnd {

    /// As metrics and logs name what the client speaks.
    String protocol();

    @Nullable InetSocketAddress address();

    Forwarding forwarding();

    /// Whether the client understands 1xx answers and chunks.
    boolean isModern();

    void informational(HttpResponse head);

    /// The head of the answer, with its hop-by-hop headers gone.
    ///
    /// @param bodiless whether no body may follow
    void head(HttpResponse head, boolean bodiless);

    void body(ByteBuf data);

    void end(@Nullable HttpHeaders trailers);

    void flush();

    boolean isWritable();

    /// Whether more of the request may be at hand: then the upstream is flushed when it is not.
    boolean isReading();

    /// Takes no more of the request's body for now.
    void pause();

    void resume();

    /// Answers instead of an upstream.
    void answer(Refusal refusal);

    /// The answer has begun and cannot be completed: the client must see that it is broken.
    void abort();

    /// The exchange is over; the next may begin. Not called after [#abort].
    void exchangeEnded();

    /// Joins the client's connection with the upstream's, after a 101.
    void join(UpstreamConnection upstream, HttpResponse head);
}
