package dev.banyan.proxy.path;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.EncoderException;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When a message goes out in one piece, and when in parts.
class OutboundTests {

    private final ResponseEncoder encoder = new ResponseEncoder();
    private final EmbeddedChannel channel = new EmbeddedChannel(encoder);
    private final Outbound out = new Outbound(channel, encoder);

    private static HttpResponse answer(int status, long length) {
        var head =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
        return head;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    /// What has gone out since the last time, buffer by buffer.
    private static List<String> sent(EmbeddedChannel from) {
        var buffers = new ArrayList<String>();
        for (ByteBuf next = from.readOutbound(); next != null; next = from.readOutbound()) {
            if (next.isReadable()) {
                buffers.add(next.toString(US_ASCII));
            }
            next.release();
        }
        return buffers;
    }

    @Test
    void sendsASmallMessageThatIsHereAsAWholeInOnePiece() {
        var body = bytes("abc");

        out.head(answer(200, 3));
        out.body(body);
        out.end(null);
        out.flush();

        assertThat(sent(channel))
                .containsExactly("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc");
        assertThat(body.refCnt()).isZero();
    }

    @Test
    void sendsWhatIsHereWhenTheRestComesLater() {
        out.head(answer(200, 6));
        out.body(bytes("abc"));
        out.flush();
        assertThat(sent(channel))
                .containsExactly("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n", "abc");

        out.body(bytes("def"));
        out.end(null);
        out.flush();

        assertThat(sent(channel)).containsExactly("def");
    }

    @Test
    void keepsTheOrderOfALargeBodyBehindASmallPart() {
        var large = "x".repeat(10_000);

        out.head(answer(200, 10_003));
        out.body(bytes("abc"));
        out.body(bytes(large));
        out.end(null);
        out.flush();

        assertThat(String.join("", sent(channel))).endsWith("\r\n\r\nabc" + large);
    }

    @Test
    void sendsNoBodyInOnePieceWhereNoneMayBe() {
        encoder.expect(true);

        out.head(answer(200, 3));
        out.end(null);
        out.flush();

        assertThat(sent(channel)).containsExactly("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n");
    }

    @Test
    void leavesChunksToTheEncoder() {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");

        out.head(head);
        out.body(bytes("abc"));
        out.end(null);
        out.flush();

        assertThat(String.join("", sent(channel))).endsWith("\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    }

    @Test
    void sendsARequestWithoutABodyInOnePiece() {
        var requests = new RequestEncoder();
        var upstream = new EmbeddedChannel(requests);
        var request = new Outbound(upstream, requests);
        HttpRequest get = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/a");
        get.headers().set(HttpHeaderNames.HOST, "a");

        request.head(get);
        request.end(null);
        request.flush();

        assertThat(sent(upstream)).containsExactly("GET /a HTTP/1.1\r\nhost: a\r\n\r\n");
    }

    @Test
    void givesBackWhatStillWaitsWhenTheConnectionIsClosed() {
        var waiting = bytes("abc");
        var late = bytes("def");

        out.head(answer(200, 3));
        out.body(waiting);
        var _ = channel.close();
        out.discard();
        out.head(answer(200, 3));
        out.body(late);

        assertThat(waiting.refCnt()).isZero();
        assertThat(late.refCnt()).isZero();
        assertThat(sent(channel)).isEmpty();
    }

    @Test
    void givesABodyBackOnceWhenItsHeadCannotBeEncoded() {
        var unable = new UnableEncoder();
        var connection = new EmbeddedChannel(unable);
        var broken = new Outbound(connection, unable);
        var body = bytes("abc").retain();

        broken.head(answer(200, 3));
        broken.body(body);
        broken.end(null);
        broken.discard();

        assertThat(body.refCnt()).isOne();
        assertThatThrownBy(connection::checkException).isInstanceOf(EncoderException.class);
        body.release();
    }

    /// Takes every head and encodes none.
    private static final class UnableEncoder extends ChannelOutboundHandlerAdapter
            implements HeadEncoder {
        @Override
        public boolean isPlain(HttpMessage head) {
            return true;
        }

        @Override
        public void encode(HttpMessage head, ByteBuf into) {
            throw new IllegalArgumentException("This head is not encoded.");
        }
    }
}
