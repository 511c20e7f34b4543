package dev.banyan.proxy.path;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Encodes requests.
final class RequestEncoder extends HttpRequestEncoder implements HeadEncoder {

    static final int END_OF_LINE = ('\r' << 8) | '\n';

    private @Nullable ChannelHandlerContext context;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "It is not in a pipeline.");
    }

    @Override
    public boolean isPlain(HttpMessage head) {
        return !head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    @Override
    public void encode(HttpMessage head, ByteBuf into) throws Exception {
        encodeInitialLine(into, (HttpRequest) head);
        encodeHeaders(head.headers(), into);
        ByteBufUtil.writeShortBE(into, END_OF_LINE);
    }
}
