package dev.banyan.proxy.path;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// Where the request of an exchange goes: an HTTP/1.1 connection or an HTTP/2 stream. Confined to
/// one loop. Takes over the buffers that it is given.
interface UpstreamEnd {

    /// Whether the connection has carried a request before, and may have been closed since.
    boolean reused();

    /// The head of the request.
    ///
    /// @param ended whether nothing follows
    void head(HttpRequest request, boolean ended);

    void body(ByteBuf data);

    void end(@Nullable HttpHeaders trailers);

    void flush();

    boolean isWritable();

    /// Takes no more of the answer's body for now.
    void pause();

    void resume();

    /// The exchange wants nothing more of it: the other end must see that the request is broken
    /// off.
    void cancel();

    /// Request and answer are complete.
    void release();
}
