package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Cookies;
import dev.banyan.proxy.http.Names;
import dev.banyan.proxy.http.TraceContext;
import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Exchanged;
import dev.banyan.routing.Decision;
import dev.banyan.routing.RequestView;
import dev.banyan.routing.Route;
import dev.banyan.routing.Side;
import dev.banyan.routing.StickyKey;
import dev.banyan.routing.WebSockets;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// What is known of an exchange: as routing sees its request, and as observers see its end.
abstract class ExchangeFacts extends Timed implements RequestView, Exchanged {

    final Loop loop;
    final ClientEnd client;
    final HttpRequest request;
    final long begun;
    TableInUse table;
    @Nullable Decision decision;
    @Nullable Try attempt;
    Side side = Side.CONTROL;
    int status;
    String reason = "answered";
    boolean wasHeld;
    boolean replayed;
    int tries;
    long requestBytes;
    long responseBytes;
    long heldNanos;
    long headNanos = -1;
    long endedAt;
    private final boolean upgrade;
    private @Nullable String cookies;
    private boolean cookiesRead;

    ExchangeFacts(Loop loop, ClientEnd client, HttpRequest request) {
        this.loop = loop;
        this.client = client;
        this.request = request;
        this.table = loop.table;
        this.begun = System.nanoTime();
        loop.now = begun;
        this.upgrade = RequestHead.isWebSocket(request) && client.isModern();
    }

    boolean wantsUpgrade() {
        return upgrade;
    }

    /// Whether the client wants a WebSocket where the route does not refuse it.
    boolean isUpgrade() {
        var chosen = route();
        return upgrade && (chosen == null || chosen.webSockets() != WebSockets.REFUSED);
    }

    /// Whether it counts as a write although its method reads.
    boolean writesOverWebSocket(Decision chosen) {
        return upgrade
                && chosen.route() != null
                && chosen.route().webSockets() == WebSockets.READ_AND_WRITE;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String target() {
        return request.uri();
    }

    @Override
    public @Nullable String host() {
        return request.headers().get(HttpHeaderNames.HOST);
    }

    @Override
    public @Nullable String header(String lowerCaseName) {
        return lowerCaseName.equals("cookie") ? cookies() : request.headers().get(lowerCaseName);
    }

    /// The cookies as the client sent them; what a side gets may differ.
    @Nullable String cookies() {
        if (!cookiesRead) {
            cookiesRead = true;
            cookies = Cookies.of(request.headers());
        }
        return cookies;
    }

    @Override
    public @Nullable String user() {
        return null;
    }

    @Override
    public int sample() {
        return loop.random.nextInt(10_000);
    }

    @Override
    public String protocol() {
        return client.protocol();
    }

    @Override
    public @Nullable InetSocketAddress client() {
        return client.address();
    }

    @Override
    public @Nullable String module() {
        return decision == null || decision.module() == null ? null : decision.module().module();
    }

    /// The client's sticky key, or null when it has none.
    @Nullable String stickyKey() {
        if (decision == null || decision.module() == null) {
            return null;
        }
        return switch (decision.module().stickyKey()) {
            case StickyKey.Cookie cookie -> Cookies.value(cookies(), cookie.name());
            case StickyKey.Header header -> header(header.name());
            case StickyKey.User user -> user();
        };
    }

    @Override
    public @Nullable Route route() {
        return decision == null ? null : decision.route();
    }

    @Override
    public Side side() {
        return side;
    }

    @Override
    public boolean write() {
        return decision != null && decision.write();
    }

    /// Whether the method means the same when it is done twice (RFC 9110 section 9.2.2).
    boolean isIdempotent() {
        return switch (method()) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> !write();
            case "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    boolean isHead() {
        return HttpMethod.HEAD.equals(request.method());
    }

    @Override
    public @Nullable Endpoint endpoint() {
        return attempt == null ? null : attempt.endpoint();
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public int tries() {
        return tries;
    }

    @Override
    public boolean held() {
        return wasHeld;
    }

    @Override
    public boolean replayed() {
        return replayed;
    }

    @Override
    public long requestBytes() {
        return requestBytes;
    }

    @Override
    public long responseBytes() {
        return responseBytes;
    }

    @Override
    public long nanos() {
        return endedAt - begun;
    }

    @Override
    public long headNanos() {
        return headNanos;
    }

    @Override
    public long heldNanos() {
        return heldNanos;
    }

    @Override
    public String traceId() {
        var header = request.headers().get(Names.TRACEPARENT);
        return TraceContext.isValid(header) ? TraceContext.traceId(header) : "";
    }
}
