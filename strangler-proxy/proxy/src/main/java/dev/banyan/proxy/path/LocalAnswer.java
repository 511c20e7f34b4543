package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/// An answer of the proxy itself, as problem details (RFC 9457).
final class LocalAnswer {

    private static final String TYPE = "application/problem+json";

    private LocalAnswer() {}

    static FullHttpResponse of(Refusal refusal) {
        var status = HttpResponseStatus.valueOf(refusal.status());
        var text =
                "{\"type\":\"urn:banyan:proxy:%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                        .formatted(
                                refusal.reason(),
                                escaped(status.reasonPhrase()),
                                refusal.status(),
                                escaped(refusal.detail()));
        var content = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, TYPE)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
        if (refusal.temporary()) {
            answer.headers().set(HttpHeaderNames.RETRY_AFTER, "1");
        }
        return answer;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
