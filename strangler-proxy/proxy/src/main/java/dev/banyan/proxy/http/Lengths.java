package dev.banyan.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/// The Content-Length of a message.
public final class Lengths {

    private static final int MOST_DIGITS = 18;

    private Lengths() {}

    /// The length that a head states, or -1 when it states none.
    public static long of(HttpHeaders headers) {
        var text = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return text == null ? -1 : parse(text);
    }

    /// Rewrites `003` as `3`.
    ///
    /// @return whether the length is a number, or missing
    static boolean canonicalise(HttpHeaders headers) {
        var text = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (text == null) {
            return true;
        }
        long length = parse(text);
        if (length >= 0 && text.length() > 1 && text.charAt(0) == '0') {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
        }
        return length >= 0;
    }

    private static long parse(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return -1;
        }
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            length = length * 10 + c - '0';
        }
        return length;
    }
}
