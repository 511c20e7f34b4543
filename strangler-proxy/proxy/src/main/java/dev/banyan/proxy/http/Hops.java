package dev.banyan.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Headers that belong to one connection and are not passed on.
public final class Hops {

    private Hops() {}

    /// Takes off all of them, and those that `Connection` names, but leaves the framing.
    ///
    /// @return what `Connection` must not name, or null when all is well; nothing is taken off then
    public static @Nullable String strip(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.CONNECTION)) {
            var forbidden = stripNamed(headers);
            if (forbidden != null) {
                return forbidden;
            }
            headers.remove(HttpHeaderNames.CONNECTION);
        }
        headers.remove(Names.KEEP_ALIVE);
        headers.remove(Names.PROXY_CONNECTION);
        headers.remove(Names.HTTP2_SETTINGS);
        headers.remove(HttpHeaderNames.TE);
        headers.remove(HttpHeaderNames.TRAILER);
        headers.remove(HttpHeaderNames.UPGRADE);
        return null;
    }

    private static @Nullable String stripNamed(HttpHeaders headers) {
        var first = headers.get(HttpHeaderNames.CONNECTION);
        if (isPlain(first)) {
            var lines = headers.valueCharSequenceIterator(HttpHeaderNames.CONNECTION);
            lines.next();
            if (!lines.hasNext()) {
                return null;
            }
        }
        for (var list : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (var element : list.split(",", -1)) {
                var name = element.strip().toLowerCase(Locale.ROOT);
                if (isForbidden(name)) {
                    return name;
                }
                if (!name.isEmpty()) {
                    headers.remove(name);
                }
            }
        }
        return null;
    }

    /// What nearly all senders say, and names no header.
    private static boolean isPlain(@Nullable String value) {
        return HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(value)
                || HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(value);
    }

    private static boolean isForbidden(String name) {
        return switch (name) {
            case "host",
                    "content-length",
                    "transfer-encoding",
                    "forwarded",
                    "traceparent",
                    "tracestate",
                    "authorization",
                    "cookie",
                    "set-cookie",
                    "content-type",
                    "location" ->
                    true;
            default -> name.startsWith("x-forwarded-") || name.startsWith("banyan-");
        };
    }
}
