package dev.banyan.proxy.path;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Encodes answers, without a body where the request was HEAD.
///
/// Not `HttpServerCodec`: that counts a 1xx as the answer to a request, and then takes the body of
/// the next HEAD for a real one.
final class ResponseEncoder extends HttpResponseEncoder implements HeadEncoder {

    private @Nullable ChannelHandlerContext context;
    private boolean head;

    void expect(boolean answerToHead) {
        head = answerToHead;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "It is not in a pipeline.");
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return head || super.isContentAlwaysEmpty(response);
    }

    @Override
    public boolean isPlain(HttpMessage message) {
        return message.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                && !isContentAlwaysEmpty((HttpResponse) message);
    }

    @Override
    public void encode(HttpMessage message, ByteBuf into) throws Exception {
        encodeInitialLine(into, (HttpResponse) message);
        encodeHeaders(message.headers(), into);
        ByteBufUtil.writeShortBE(into, RequestEncoder.END_OF_LINE);
    }
}
