package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Hops;
import dev.banyan.proxy.http.Names;
import dev.banyan.proxy.http.ResponseGuard;
import dev.banyan.proxy.spi.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of an upstream on its way to the client. Confined to one loop.
final class Answer {

    private static final int SWITCHING = 101;
    private static final int CONTINUE = 100;

    private final Exchange exchange;
    private final boolean expecting;
    private boolean started;
    private boolean discarding;

    Answer(Exchange exchange) {
        this.exchange = exchange;
        this.expecting = exchange.request.headers().contains(HttpHeaderNames.EXPECT);
    }

    /// Whether the client has got the head, or nobody is there to get it.
    boolean started() {
        return started;
    }

    /// Whether it is thrown away, because the request is sent again.
    boolean discarded() {
        return discarding;
    }

    void forget() {
        discarding = false;
    }

    /// A 100 goes only to who waits for it, and none of them to who does not know them.
    void informational(HttpResponse head) {
        boolean wanted = head.status().code() != CONTINUE || expecting;
        if (wanted && exchange.client.isModern() && Hops.strip(head.headers()) == null) {
            head.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
            head.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
            exchange.client.informational(head);
            exchange.client.flush();
        }
    }

    void head(HttpResponse head) {
        var limits = exchange.loop.context.settings().limits();
        if (ResponseGuard.fault(head, limits.headers()) != null) {
            reject();
        } else if (head.status().code() == SWITCHING) {
            switchProtocol(head);
        } else if (isFenced(head) && mayReplay()) {
            discarding = true;
        } else {
            exchange.sending().body().giveUp();
            begin(head);
        }
    }

    private void reject() {
        var upstream = exchange.sending().upstream();
        exchange.upstreamFailed(Outcome.BROKEN);
        if (upstream != null) {
            upstream.cancel();
        }
    }

    private void switchProtocol(HttpResponse head) {
        var headers = head.headers();
        boolean valid =
                exchange.isUpgrade()
                        && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT)
                        && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
                                String.valueOf(headers.get(HttpHeaderNames.UPGRADE)));
        if (!valid || !(exchange.sending().upstream() instanceof UpstreamConnection connection)) {
            reject();
            return;
        }
        started = true;
        exchange.status = SWITCHING;
        exchange.headNanos = exchange.loop.now - exchange.begun;
        Hops.strip(headers);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        exchange.client.join(connection, head);
    }

    /// Only what is sent once more: all of it must be here (SWITCH.md section 4).
    private boolean mayReplay() {
        var sending = exchange.sending();
        return exchange.write()
                && !exchange.replayed
                && !exchange.isClientGone()
                && sending.ended()
                && sending.body().keeping()
                && sending.body().whole()
                && exchange.inFlight().slot() != null;
    }

    private static boolean isFenced(HttpResponse head) {
        return head.status().code() == 503 && head.headers().contains(Names.BANYAN_FENCED);
    }

    private void begin(HttpResponse head) {
        if (Hops.strip(head.headers()) != null) {
            reject();
            return;
        }
        started = true;
        exchange.status = head.status().code();
        exchange.headNanos = exchange.loop.now - exchange.begun;
        if (exchange.isClientGone()) {
            return;
        }
        map(head.headers());
        if (isEventStream(head.headers())) {
            exchange.deadline = Timed.NEVER;
        }
        boolean bodiless = exchange.isHead() || ResponseGuard.isBodiless(exchange.status);
        exchange.client.head(head, bodiless);
    }

    private static boolean isEventStream(HttpHeaders headers) {
        var type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
    }

    // --- two applications, one address

    private void map(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.LOCATION)) {
            mapLocation(headers, HttpHeaderNames.LOCATION);
        }
        if (headers.contains(HttpHeaderNames.CONTENT_LOCATION)) {
            mapLocation(headers, HttpHeaderNames.CONTENT_LOCATION);
        }
        if (headers.contains(Names.REFRESH)) {
            mapRefresh(headers);
        }
        if (headers.contains(HttpHeaderNames.SET_COOKIE)) {
            mapCookies(headers);
        }
        if (exchange.write()) {
            mark(headers);
        }
        headers.remove(Names.BANYAN_WROTE);
    }

    private void mapLocation(HttpHeaders headers, CharSequence name) {
        var endpoint = exchange.endpoint();
        var value = headers.get(name);
        if (endpoint == null || value == null) {
            return;
        }
        var applications = exchange.loop.context.surroundings().applications();
        var scheme = exchange.client.forwarding().scheme();
        var host = String.valueOf(exchange.host());
        headers.set(name, applications.location(exchange.side(), endpoint, value, scheme, host));
    }

    private void mapRefresh(HttpHeaders headers) {
        var endpoint = exchange.endpoint();
        var value = headers.get(Names.REFRESH);
        if (endpoint == null || value == null) {
            return;
        }
        var applications = exchange.loop.context.surroundings().applications();
        var scheme = exchange.client.forwarding().scheme();
        var host = String.valueOf(exchange.host());
        headers.set(Names.REFRESH, applications.refresh(endpoint, value, scheme, host));
    }

    private void mapCookies(HttpHeaders headers) {
        var applications = exchange.loop.context.surroundings().applications();
        var host = String.valueOf(exchange.host());
        List<String> mapped =
                headers.getAll(HttpHeaderNames.SET_COOKIE).stream()
                        .map(cookie ->
                                applications.setCookie(
                                        exchange.module(), exchange.side(), cookie, host))
                        .toList();
        headers.set(HttpHeaderNames.SET_COOKIE, mapped);
    }

    private void mark(HttpHeaders headers) {
        var module = exchange.module();
        if (module == null) {
            return;
        }
        var mark =
                exchange.loop
                        .context
                        .surroundings()
                        .ownWrites()
                        .wrote(
                                module,
                                exchange.side(),
                                headers.get(Names.BANYAN_WROTE),
                                exchange.stickyKey());
        if (mark != null) {
            headers.add(HttpHeaderNames.SET_COOKIE, mark);
        }
    }

    // --- the body

    void body(ByteBuf data) {
        if (discarding || exchange.isClientGone() || exchange.progress().isOver()) {
            data.release();
            return;
        }
        exchange.responseBytes += data.readableBytes();
        var client = exchange.client;
        client.body(data);
        var upstream = exchange.sending().upstream();
        if (!client.isWritable() && upstream != null) {
            client.flush();
            // The flush may have made room already; then nobody would wake the upstream again.
            if (!client.isWritable()) {
                upstream.pause();
            }
        }
    }

    void end(@Nullable HttpHeaders trailers) {
        if (discarding || exchange.isClientGone()) {
            return;
        }
        exchange.client.end(RequestHead.allowedTrailers(exchange.loop, trailers));
        exchange.client.flush();
    }
}
