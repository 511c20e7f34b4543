package dev.banyan.proxy.path;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/// Decodes answers, and knows two things that a bare decoder does not: that the answer to HEAD has
/// no body, and whether bytes are left behind an answer.
///
/// Not `HttpClientCodec`: that hides what is left, and the next client on a pooled connection would
/// get it as its answer.
final class UpstreamDecoder extends HttpResponseDecoder {

    private boolean head;

    UpstreamDecoder(HttpDecoderConfig config) {
        super(config);
    }

    /// Whether the next answers belong to a HEAD.
    void expect(boolean answerToHead) {
        head = answerToHead;
    }

    /// Whether bytes are here that belong to no answer. Asked while its end is delivered.
    boolean hasLeftOver() {
        return actualReadableBytes() > 0;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        // Netty's own answer must be asked in any case: it notices the protocol switch of a 101.
        boolean empty = super.isContentAlwaysEmpty(message);
        return empty || head;
    }
}
