package dev.banyan.proxy.path;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/// Encodes answers, without a body where the request was HEAD.
///
/// Not `HttpServerCodec`: that counts a 1xx as the answer to a request, and then takes the body of
/// the next HEAD for a real one.
final class ResponseEncoder extends HttpResponseEncoder {

    private boolean head;

    void expect(boolean answerToHead) {
        head = answerToHead;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return head || super.isContentAlwaysEmpty(response);
    }
}
