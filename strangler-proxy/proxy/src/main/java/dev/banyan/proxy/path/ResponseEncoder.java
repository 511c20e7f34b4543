package dev.banyan.proxy.path;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/// Encodes answers, without a body where the request was HEAD.
///
/// Not `HttpServerCodec`: that counts a 1xx as the answer to a request, and then takes the body of
/// the next HEAD for a real one.
final class ResponseEncoder extends HttpResponseEncoder implements HeadEncoder {

    private boolean head;

    void expect(boolean answerToHead) {
        head = answerToHead;
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
