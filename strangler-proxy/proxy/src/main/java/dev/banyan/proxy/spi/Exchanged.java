package dev.banyan.proxy.spi;

import dev.banyan.routing.Route;
import dev.banyan.routing.Side;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// One request and its answer, as seen at its end. Valid only during the call that gets it.
public interface Exchanged {

    String method();

    /// The target as it was forwarded.
    String target();

    @Nullable String host();

    /// `HTTP/1.0`, `HTTP/1.1` or `HTTP/2`, as the client speaks it.
    String protocol();

    @Nullable InetSocketAddress client();

    /// The module, or null.
    @Nullable String module();

    @Nullable Route route();

    /// The side that it was sent to, or would have been.
    Side side();

    boolean write();

    @Nullable Endpoint endpoint();

    /// The status that the client got, 0 for none.
    int status();

    /// What happened, in one word: `answered`, or the reason of a local answer or a break, such as
    /// `bad-request`, `hold-full`, `timeout`, `client-gone`.
    String reason();

    /// Tries at upstreams.
    int tries();

    boolean held();

    /// Whether it was sent again because the fence had refused it.
    boolean replayed();

    long requestBytes();

    long responseBytes();

    /// From the head of the request to the end of the answer.
    long nanos();

    /// From the head of the request to the head of the answer, or -1.
    long headNanos();

    /// From the head of the request until it was released, 0 when never held.
    long heldNanos();

    /// The trace id, 32 hex digits.
    String traceId();
}
