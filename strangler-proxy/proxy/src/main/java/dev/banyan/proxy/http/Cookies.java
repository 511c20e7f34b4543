package dev.banyan.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/// Reads the Cookie header in place.
public final class Cookies {

    private Cookies() {}

    /// All cookies of a request in one line, or null; HTTP/2 clients may send them apart.
    public static @Nullable String of(HttpHeaders headers) {
        var first = headers.get(HttpHeaderNames.COOKIE);
        if (first == null) {
            return null;
        }
        var values = headers.valueStringIterator(HttpHeaderNames.COOKIE);
        values.next();
        if (!values.hasNext()) {
            return first;
        }
        var joined = String.join("; ", headers.getAll(HttpHeaderNames.COOKIE));
        headers.set(HttpHeaderNames.COOKIE, joined);
        return joined;
    }

    /// The value of the first cookie with a name, or null.
    public static @Nullable String value(@Nullable String cookies, String name) {
        for (int from = 0; cookies != null && from < cookies.length(); ) {
            int end = cookies.indexOf(';', from);
            end = end < 0 ? cookies.length() : end;
            int start = Tokens.skipSpace(cookies, from, end);
            int value = start + name.length();
            if (value < end && cookies.charAt(value) == '=' && cookies.startsWith(name, start)) {
                return cookies.substring(value + 1, Tokens.dropSpace(cookies, value + 1, end));
            }
            from = end + 1;
        }
        return null;
    }
}
