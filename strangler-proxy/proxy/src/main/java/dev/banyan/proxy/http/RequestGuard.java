package dev.banyan.proxy.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets a request pass only in one unambiguous form, and brings it into that form.
///
/// Behind Netty's decoder, which refuses most of what can be read in two ways; this is the rest.
/// Immutable.
public final class RequestGuard {

    private final Targets targets;
    private final int maxHeaders;
    private final boolean underscores;

    public RequestGuard(
            boolean encodedSlashes, boolean emptySegments, boolean underscores, int maxHeaders) {
        this.targets = new Targets(encodedSlashes, emptySegments);
        this.underscores = underscores;
        this.maxHeaders = maxHeaders;
    }

    /// Checks a request and makes it plain: origin form, one Host, canonical Content-Length.
    public @Nullable Refusal check(HttpRequest request) {
        var failure = ofDecoder(request.decoderResult());
        if (failure != null) {
            return failure;
        }
        var refusal = checkLine(request);
        return refusal != null ? refusal : checkHeaders(request);
    }

    private static @Nullable Refusal ofDecoder(DecoderResult result) {
        if (result.isSuccess()) {
            return null;
        }
        return switch (result.cause()) {
            case TooLongHttpLineException tooLong ->
                    new Refusal(414, "line-too-long", "The request line is too long.");
            case TooLongHttpHeaderException tooLong ->
                    new Refusal(431, "head-too-large", "The head of the request is too large.");
            case null, default -> Refusal.bad("The request is not valid HTTP.");
        };
    }

    // Compared by identity on purpose: 'hTTP/1.1' and 'HTTP/1.2' are objects of their own.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isKnown(HttpVersion version) {
        return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
    }

    private @Nullable Refusal checkLine(HttpRequest request) {
        if (!isKnown(request.protocolVersion())) {
            return new Refusal(505, "bad-version", "Only HTTP/1.0, 1.1 and 2 are spoken here.");
        }
        var method = request.method();
        if (HttpMethod.CONNECT.equals(method)) {
            return new Refusal(405, "bad-method", "This server opens no tunnels.");
        }
        if (request.uri().equals("*")) {
            return HttpMethod.OPTIONS.equals(method)
                    ? null
                    : Refusal.bad("The target '*' is for OPTIONS only.");
        }
        return checkTarget(request);
    }

    private @Nullable Refusal checkTarget(HttpRequest request) {
        var uri = request.uri();
        if (!uri.isEmpty() && uri.charAt(0) != '/') {
            uri = toOriginForm(request, uri);
            if (uri == null) {
                return Refusal.bad("The target is neither a path nor a URL of this server.");
            }
        }
        var fault = targets.fault(uri);
        return fault == null ? null : Refusal.bad(fault);
    }

    /// The authority of a URL wins over Host (RFC 9112 section 3.2.2), so Host becomes it.
    private static @Nullable String toOriginForm(HttpRequest request, String uri) {
        int scheme =
                uri.regionMatches(true, 0, "http://", 0, 7)
                        ? 7
                        : uri.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
        if (scheme < 0) {
            return null;
        }
        int path = uri.indexOf('/', scheme);
        int query = uri.indexOf('?', scheme);
        int end =
                path >= 0 && (query < 0 || path < query) ? path : query >= 0 ? query : uri.length();
        var authority = uri.substring(scheme, end);
        if (!Authority.isValid(authority)
                || request.headers().getAll(HttpHeaderNames.HOST).size() > 1) {
            return null;
        }
        request.headers().set(HttpHeaderNames.HOST, authority);
        var target = uri.substring(end);
        request.setUri(target.startsWith("/") ? target : "/" + target);
        return request.uri();
    }

    private @Nullable Refusal checkHeaders(HttpRequest request) {
        var headers = request.headers();
        if (headers.size() > maxHeaders) {
            return new Refusal(431, "too-many-headers", "The request has too many header lines.");
        }
        var refusal = checkEach(headers);
        return refusal != null ? refusal : checkFraming(headers);
    }

    private @Nullable Refusal checkEach(HttpHeaders headers) {
        int hosts = 0;
        boolean dropUnderscores = false;
        var entries = headers.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> entry = entries.next();
            var name = entry.getKey();
            if (HttpHeaderNames.HOST.contentEqualsIgnoreCase(name)) {
                hosts++;
                if (!Authority.isValid(entry.getValue().toString())) {
                    return Refusal.bad("The Host header is not a host with or without a port.");
                }
            }
            dropUnderscores |= !underscores && hasUnderscore(name);
        }
        if (dropUnderscores) {
            removeUnderscores(headers);
        }
        return hosts == 1 ? null : Refusal.bad("The request needs exactly one Host header.");
    }

    private static boolean hasUnderscore(CharSequence name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '_') {
                return true;
            }
        }
        return false;
    }

    /// CGI-like servers read `X_Forwarded_For` as `X-Forwarded-For`.
    private static void removeUnderscores(HttpHeaders headers) {
        for (var name : new ArrayList<>(headers.names())) {
            if (hasUnderscore(name)) {
                headers.remove(name);
            }
        }
    }

    private static @Nullable Refusal checkFraming(HttpHeaders headers) {
        var coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        if (coding != null && !isChunkedOnly(headers)) {
            return new Refusal(501, "bad-coding", "The only transfer coding taken is 'chunked'.");
        }
        if (!Lengths.canonicalise(headers)) {
            return Refusal.bad("The Content-Length is not a number.");
        }
        var expect = headers.get(HttpHeaderNames.EXPECT);
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            return new Refusal(
                    417, "bad-expectation", "The only expectation met is '100-continue'.");
        }
        return null;
    }

    static boolean isChunkedOnly(HttpHeaders headers) {
        var codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    }
}
