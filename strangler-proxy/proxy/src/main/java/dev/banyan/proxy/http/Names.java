package dev.banyan.proxy.http;

import io.netty.util.AsciiString;

/// Header names that Netty has no constant for.
public final class Names {

    private Names() {}

    public static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    public static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");
    public static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");
    public static final AsciiString FORWARDED = AsciiString.cached("forwarded");
    public static final AsciiString X_FORWARDED_FOR = AsciiString.cached("x-forwarded-for");
    public static final AsciiString X_FORWARDED_HOST = AsciiString.cached("x-forwarded-host");
    public static final AsciiString X_FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");
    public static final AsciiString TRACEPARENT = AsciiString.cached("traceparent");
    public static final AsciiString TRACESTATE = AsciiString.cached("tracestate");

    /// Not in any RFC, and known to every browser.
    public static final AsciiString REFRESH = AsciiString.cached("refresh");

    /// The module and its version under which a request was let through (SWITCH.md section 3).
    public static final AsciiString BANYAN_TABLE = AsciiString.cached("banyan-table");

    /// An answer of the fence: nothing was done.
    public static final AsciiString BANYAN_FENCED = AsciiString.cached("banyan-fenced");

    /// The modules that a request wrote besides its own.
    public static final AsciiString BANYAN_WROTE = AsciiString.cached("banyan-wrote");
}
