package dev.banyan.proxy.path;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;

/// Encodes requests.
final class RequestEncoder extends HttpRequestEncoder implements HeadEncoder {

    static final int END_OF_LINE = ('\r' << 8) | '\n';

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
