package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Hops;
import dev.banyan.proxy.http.Lengths;
import dev.banyan.proxy.http.Names;
import dev.banyan.proxy.http.Refusal;
import dev.banyan.proxy.http.TraceContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// Makes the head of a request that an upstream gets out of the one that came.
final class RequestHead {

    private RequestHead() {}

    static boolean isWebSocket(HttpRequest request) {
        var headers = request.headers();
        return headers.contains(HttpHeaderNames.UPGRADE)
                && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
                        headers.get(HttpHeaderNames.UPGRADE))
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && HttpMethod.GET.equals(request.method());
    }

    static boolean isBodiless(HttpRequest request) {
        return !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && Lengths.of(request.headers()) <= 0
                && request.decoderResult().isSuccess();
    }

    /// Guards and limits; what passes is stripped of what belongs to the client's connection.
    static @Nullable Refusal check(Exchange exchange) {
        var context = exchange.loop.context;
        var request = exchange.request;
        var refusal = context.guard().check(request);
        if (refusal != null) {
            return refusal;
        }
        if (Lengths.of(request.headers()) > context.settings().limits().bodySize()) {
            return Refusal.BODY_TOO_LARGE;
        }
        return stripHops(exchange);
    }

    private static @Nullable Refusal stripHops(Exchange exchange) {
        var headers = exchange.request.headers();
        var forbidden = Hops.strip(headers);
        if (forbidden != null) {
            return new Refusal(
                    400, "bad-request", "The Connection header names '%s'.".formatted(forbidden));
        }
        var forwarding = exchange.client.forwarding();
        forwarding.apply(headers, String.valueOf(exchange.host()));
        trace(exchange, forwarding.trusted());
        exchange.request.setProtocolVersion(HttpVersion.HTTP_1_1);
        return null;
    }

    /// A trace that nobody trustworthy began begins here.
    private static void trace(Exchange exchange, boolean trusted) {
        var headers = exchange.request.headers();
        if (trusted && TraceContext.isValid(headers.get(Names.TRACEPARENT))) {
            return;
        }
        headers.set(Names.TRACEPARENT, TraceContext.begin(exchange.loop.random));
        headers.remove(Names.TRACESTATE);
    }

    /// The head for the side that was chosen. Called once for each try.
    static HttpRequest forUpstream(Exchange exchange) {
        var headers = exchange.request.headers();
        mapCookies(exchange, headers);
        var slot = exchange.inFlight().slot();
        if (slot != null) {
            headers.set(Names.BANYAN_TABLE, slot.header());
        }
        if (exchange.isUpgrade()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        }
        return exchange.request;
    }

    // Compared by identity on purpose: the same object means that nothing changes.
    @SuppressWarnings("ReferenceEquality")
    private static void mapCookies(Exchange exchange, HttpHeaders headers) {
        var cookies = exchange.cookies();
        if (cookies == null) {
            return;
        }
        var mapped =
                exchange.loop
                        .context
                        .surroundings()
                        .applications()
                        .cookieFor(exchange.module(), exchange.side(), cookies);
        if (mapped == null) {
            headers.remove(HttpHeaderNames.COOKIE);
        } else if (mapped != cookies || exchange.tries() > 1) {
            headers.set(HttpHeaderNames.COOKIE, mapped);
        }
    }

    /// The trailers that are passed on, or null for none.
    static @Nullable HttpHeaders allowedTrailers(Loop loop, @Nullable HttpHeaders trailers) {
        var allowed = loop.context.settings().strictness().trailers();
        if (trailers == null || trailers.isEmpty() || allowed.isEmpty()) {
            return null;
        }
        var kept = new DefaultHttpHeaders();
        for (var name : allowed) {
            kept.add(name, trailers.getAll(name));
        }
        return kept.isEmpty() ? null : kept;
    }
}
