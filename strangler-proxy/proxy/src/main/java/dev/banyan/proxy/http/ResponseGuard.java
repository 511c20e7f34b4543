package dev.banyan.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// Lets the head of an upstream's answer pass only if its end can be told without doubt.
public final class ResponseGuard {

    private ResponseGuard() {}

    /// What is wrong with an answer, or null.
    public static @Nullable String fault(HttpResponse response, int maxHeaders) {
        if (response.decoderResult().isFailure()) {
            return "it is not valid HTTP";
        }
        if (!isKnown(response.protocolVersion())) {
            return "its version is neither HTTP/1.0 nor HTTP/1.1";
        }
        int status = response.status().code();
        if (status < 100 || status > 599) {
            return "its status is " + status;
        }
        return faultInHeaders(response, maxHeaders);
    }

    private static @Nullable String faultInHeaders(HttpResponse response, int maxHeaders) {
        var headers = response.headers();
        if (headers.size() > maxHeaders) {
            return "it has more than " + maxHeaders + " header lines";
        }
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !RequestGuard.isChunkedOnly(headers)) {
            return "it has a transfer coding other than chunked";
        }
        return Lengths.canonicalise(headers) ? null : "its Content-Length is not a number";
    }

    // Compared by identity on purpose: other spellings are objects of their own.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isKnown(HttpVersion version) {
        return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
    }

    /// Whether an answer with this status never has a body.
    public static boolean isBodiless(int status) {
        return status < 200 || status == 204 || status == 304;
    }
}
