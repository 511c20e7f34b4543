package dev.banyan.proxy.http;

/// Why the proxy answers a request itself.
///
/// @param status the status of the answer
/// @param reason one word for metrics and logs
/// @param detail what is wrong with the request, for whoever sent it; shows nothing of the inside
public record Refusal(int status, String reason, String detail) {

    static Refusal bad(String detail) {
        return new Refusal(400, "bad-request", detail);
    }

    public static final Refusal NOT_FOUND =
            new Refusal(404, "not-routed", "Nothing is served under this path.");
    public static final Refusal BODY_TOO_LARGE =
            new Refusal(413, "body-too-large", "The body is larger than this server takes.");
    public static final Refusal HEAD_TIMEOUT =
            new Refusal(408, "head-timeout", "The head of the request did not arrive in time.");
    public static final Refusal BODY_TIMEOUT =
            new Refusal(408, "body-timeout", "The body of the request stopped arriving.");
    public static final Refusal BROKEN_BODY =
            new Refusal(
                    400, "broken-body", "The body of the request is not framed as its head says.");
    public static final Refusal HOLD_FULL =
            new Refusal(
                    503, "hold-full", "Writes are paused for a moment, and too many wait already.");
    public static final Refusal HOLD_TIMEOUT =
            new Refusal(
                    503, "hold-timeout", "Writes are paused for longer than this one could wait.");
    public static final Refusal NO_UPSTREAM =
            new Refusal(503, "no-upstream", "No server for this path is available.");
    public static final Refusal BREAKER_OPEN =
            new Refusal(
                    503, "breaker-open", "The server for this path is failing; try again soon.");
    public static final Refusal OVERLOADED =
            new Refusal(
                    503, "bulkhead-full", "The server for this path has no room for this request.");
    public static final Refusal NOT_CONNECTED =
            new Refusal(502, "not-connected", "The server for this path cannot be reached.");
    public static final Refusal BROKEN_ANSWER =
            new Refusal(502, "broken-answer", "The server for this path gave no valid answer.");
    public static final Refusal TIMEOUT =
            new Refusal(504, "timeout", "The server for this path did not answer in time.");
    public static final Refusal STOPPING =
            new Refusal(503, "stopping", "This server is being stopped.");

    /// Whether the connection is kept: what follows a request that was understood can be told
    /// apart.
    public boolean keepsConnection() {
        return status == 404 || (status >= 502 && status <= 504);
    }

    /// Whether a client does well to try again after a second.
    public boolean temporary() {
        return status == 503;
    }
}
