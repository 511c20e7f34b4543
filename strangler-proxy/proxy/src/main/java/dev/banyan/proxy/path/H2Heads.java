package dev.banyan.proxy.path;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Turns heads of HTTP/2 into those of HTTP/1.1 and back. Ours, because Netty's adds headers of its
/// own that must not reach an upstream, and takes a head without method for trailers.
final class H2Heads {

    private H2Heads() {}

    // --- requests

    /// The request, or null when its pseudo-headers do not name one target.
    static @Nullable HttpRequest toRequest(Http2Headers head, boolean ended) {
        if (!hasValidPseudoHeaders(head)) {
            return null;
        }
        var headers = new DefaultHttpHeaders();
        copy(head, headers);
        if (!takeAuthority(head.authority(), headers)) {
            return null;
        }
        if (!ended && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        var method = HttpMethod.valueOf(head.method().toString());
        return new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, method, head.path().toString(), headers);
    }

    private static boolean hasValidPseudoHeaders(Http2Headers head) {
        var method = head.method();
        var path = head.path();
        var scheme = head.scheme();
        return method != null
                && scheme != null
                && path != null
                && isToken(method)
                && isHttp(scheme)
                && path.length() > 0
                && (path.charAt(0) == '/' || path.length() == 1);
    }

    private static boolean isHttp(CharSequence scheme) {
        var text = scheme.toString();
        return text.equalsIgnoreCase("http") || text.equalsIgnoreCase("https");
    }

    private static boolean isToken(CharSequence method) {
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '-') {
                return false;
            }
        }
        return method.length() > 0;
    }

    private static boolean takeAuthority(@Nullable CharSequence authority, HttpHeaders headers) {
        if (authority == null) {
            return true;
        }
        var hosts = headers.getAll(HttpHeaderNames.HOST);
        for (var host : hosts) {
            if (!host.contentEquals(authority)) {
                return false;
            }
        }
        headers.set(HttpHeaderNames.HOST, authority);
        return true;
    }

    static Http2Headers ofRequest(HttpRequest request, boolean secure) {
        var head = new DefaultHttp2Headers(false);
        head.method(request.method().asciiName())
                .path(request.uri())
                .scheme(secure ? "https" : "http");
        var host = request.headers().get(HttpHeaderNames.HOST);
        if (host != null) {
            head.authority(host);
        }
        copy(request.headers(), head);
        head.remove(HttpHeaderNames.HOST);
        return head;
    }

    // --- answers

    /// The answer, or null when it has no status.
    static @Nullable HttpResponse toResponse(Http2Headers head, boolean ended) {
        var status = head.status();
        if (status == null || status.length() != 3) {
            return null;
        }
        var headers = new DefaultHttpHeaders();
        copy(head, headers);
        int code = Integer.parseInt(status, 0, 3, 10);
        if (ended && !headers.contains(HttpHeaderNames.CONTENT_LENGTH) && code >= 200) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
        }
        return new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(code), headers);
    }

    static Http2Headers ofResponse(HttpResponse response) {
        var head = new DefaultHttp2Headers(false);
        head.status(response.status().codeAsText());
        copy(response.headers(), head);
        return head;
    }

    static Http2Headers ofTrailers(HttpHeaders trailers) {
        var head = new DefaultHttp2Headers(false);
        copy(trailers, head);
        return head;
    }

    static HttpHeaders toTrailers(Http2Headers head) {
        var trailers = new DefaultHttpHeaders();
        copy(head, trailers);
        return trailers;
    }

    private static void copy(Http2Headers from, HttpHeaders to) {
        for (var entry : from) {
            if (entry.getKey().charAt(0) != ':') {
                to.add(entry.getKey(), entry.getValue());
            }
        }
    }

    /// Names become lower case; what belongs to an HTTP/1.1 connection has no meaning here.
    private static void copy(HttpHeaders from, Http2Headers to) {
        var entries = from.iteratorCharSequence();
        while (entries.hasNext()) {
            var entry = entries.next();
            var name = entry.getKey().toString().toLowerCase(Locale.ROOT);
            if (!isOfConnection(name)) {
                to.add(name, entry.getValue());
            }
        }
    }

    private static boolean isOfConnection(String name) {
        return switch (name) {
            case "connection", "transfer-encoding", "keep-alive", "upgrade", "proxy-connection" ->
                    true;
            default -> false;
        };
    }
}
