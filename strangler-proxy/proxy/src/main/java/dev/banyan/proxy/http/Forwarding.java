package dev.banyan.proxy.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells an upstream who asked: `Forwarded` (RFC 7239) and the `X-Forwarded-…` headers.
///
/// What a client says of itself is dropped, unless it is a proxy that is trusted: then this hop is
/// added behind. One object per client connection; confined to its event loop.
public final class Forwarding {

    private final String address;
    private final String node;
    private final String scheme;
    private final boolean trusted;
    private @Nullable String lastHost;
    private String lastForwarded = "";

    /// @param address the address of the client's end of the connection
    /// @param scheme what it speaks, `http` or `https`
    /// @param trusted whether what it says of earlier hops is believed
    public Forwarding(String address, String scheme, boolean trusted) {
        this.address = address;
        this.node = address.indexOf(':') >= 0 ? "\"[" + address + "]\"" : address;
        this.scheme = scheme;
        this.trusted = trusted;
    }

    public boolean trusted() {
        return trusted;
    }

    public String scheme() {
        return scheme;
    }

    /// Writes the headers of a request.
    public void apply(HttpHeaders headers, String host) {
        if (trusted) {
            append(headers, host);
            return;
        }
        dropClaims(headers);
        headers.set(Names.FORWARDED, forwarded(host));
        headers.set(Names.X_FORWARDED_FOR, address);
        headers.set(Names.X_FORWARDED_HOST, host);
        headers.set(Names.X_FORWARDED_PROTO, scheme);
    }

    private void append(HttpHeaders headers, String host) {
        headers.add(Names.FORWARDED, forwarded(host));
        headers.add(Names.X_FORWARDED_FOR, address);
        if (!headers.contains(Names.X_FORWARDED_HOST)) {
            headers.set(Names.X_FORWARDED_HOST, host);
        }
        if (!headers.contains(Names.X_FORWARDED_PROTO)) {
            headers.set(Names.X_FORWARDED_PROTO, scheme);
        }
    }

    /// The connection asks for the same host nearly always, so the last value is kept.
    private String forwarded(String host) {
        if (!host.equals(lastHost)) {
            lastHost = host;
            boolean plain = host.indexOf(':') < 0;
            lastForwarded =
                    "for="
                            + node
                            + ";host="
                            + (plain ? host : "\"" + host + "\"")
                            + ";proto="
                            + scheme;
        }
        return lastForwarded;
    }

    private static void dropClaims(HttpHeaders headers) {
        ArrayList<CharSequence> claims = null;
        var entries = headers.iteratorCharSequence();
        while (entries.hasNext()) {
            var name = entries.next().getKey();
            if (isClaim(name)) {
                claims = claims == null ? new ArrayList<>(4) : claims;
                claims.add(name);
            }
        }
        if (claims != null) {
            claims.forEach(headers::remove);
        }
    }

    private static boolean isClaim(CharSequence name) {
        int length = name.length();
        if (length < 7) {
            return false;
        }
        char first = (char) (name.charAt(0) | 0x20);
        if (first != 'x' && first != 'b') {
            return false;
        }
        var lower = name.toString().toLowerCase(Locale.ROOT);
        return lower.startsWith("x-forwarded-")
                || lower.equals("x-real-ip")
                || lower.startsWith("banyan-");
    }
}
