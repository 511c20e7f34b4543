package dev.banyan.proxy.path;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.EncoderException;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/// What is written to an HTTP/1.x connection. It goes out when it is flushed. Confined to one loop.
///
/// A head waits for what comes with it: a message that is here as a whole, and small, is one buffer
/// and one plain send; in parts it is three messages for the encoder, three entries in the
/// channel's queue and a gathering send.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class Outbound {

    /// A larger body costs more to copy than to send from where it is.
    private static final int MOST_COPIED = 8_192;

    private static final int MOST_EXPECTED = 2_048;

    private final Channel channel;
    private final HeadEncoder encoder;
    // What waits is owned here until it is handed on.
    private @Nullable HttpMessage head;
    private @Nullable ByteBuf body;
    private int headSize = 256;
    private boolean dirty;
    private boolean closed;

    Outbound(Channel channel, HeadEncoder encoder) {
        this.channel = channel;
        this.encoder = encoder;
    }

    /// Writes something that is complete in itself.
    void write(Object message) {
        dirty = true;
        channel.write(message, channel.voidPromise());
    }

    /// Begins a message.
    void head(HttpMessage message) {
        if (closed || !encoder.isPlain(message)) {
            write(message);
            return;
        }
        dirty = true;
        head = message;
    }

    void body(ByteBuf data) {
        if (head != null && body == null && data.readableBytes() <= MOST_COPIED) {
            body = data;
            return;
        }
        writeParts();
        write(data);
    }

    /// Ends a message.
    void end(@Nullable HttpHeaders trailers) {
        if (head != null && trailers == null) {
            writeWhole(head, body == null ? Unpooled.EMPTY_BUFFER : body);
            return;
        }
        writeParts();
        write(trailers == null ? LastHttpContent.EMPTY_LAST_CONTENT : last(trailers));
    }

    private static LastHttpContent last(HttpHeaders trailers) {
        var last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        last.trailingHeaders().set(trailers);
        return last;
    }

    private void writeWhole(HttpMessage whole, ByteBuf content) {
        var context = channel.pipeline().context(encoder);
        var buffer = context.alloc().buffer(headSize + content.readableBytes());
        try {
            encoder.encode(whole, buffer);
            headSize = Math.min(MOST_EXPECTED, Math.max(headSize, buffer.readableBytes()));
            buffer.writeBytes(content);
        } catch (Exception e) {
            buffer.release();
            // As Netty tells of a write that fails: the connection ends, and its exchange with it.
            channel.pipeline().fireExceptionCaught(new EncoderException(e));
            return;
        } finally {
            drop();
        }
        context.write(buffer, context.voidPromise());
    }

    /// The rest comes later.
    private void writeParts() {
        var waitingHead = head;
        var waitingBody = body;
        head = null;
        body = null;
        if (waitingHead != null) {
            write(waitingHead);
        }
        if (waitingBody != null) {
            write(waitingBody);
        }
    }

    void flush() {
        if (dirty) {
            writeParts();
            dirty = false;
            channel.flush();
        }
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /// The connection is closed: nothing goes out any more.
    void discard() {
        closed = true;
        drop();
    }

    private void drop() {
        var waiting = body;
        head = null;
        body = null;
        if (waiting != null) {
            waiting.release();
        }
    }
}
