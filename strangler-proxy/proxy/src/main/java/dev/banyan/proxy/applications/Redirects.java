package dev.banyan.proxy.applications;

import dev.banyan.proxy.spi.Endpoint;
import java.util.Locale;

/// Redirects that name an upstream, or forget that the client came by HTTPS.
final class Redirects {

    private Redirects() {}

    static String outside(Endpoint endpoint, String location, String scheme, String host) {
        int slashes = authorityStart(location);
        if (slashes < 0) {
            return location;
        }
        int end = authorityEnd(location, slashes);
        var authority = location.substring(slashes, end);
        boolean secure = location.regionMatches(true, 0, "https:", 0, 6);
        // With a user in it, the host is not what a reader takes it for: never ours to change.
        if (authority.isEmpty() || authority.indexOf('@') >= 0) {
            return location;
        }
        boolean relative = slashes == 2;
        if (Authorities.pointAt(endpoint, authority, relative ? endpoint.secure() : secure)) {
            return (relative ? "//" : scheme + "://") + host + location.substring(end);
        }
        return forgetsTls(authority, secure || relative, scheme, host)
                ? "https" + location.substring(4)
                : location;
    }

    /// An application behind a proxy that ends TLS may know the right host and the wrong scheme.
    /// The other way round it is meant: a redirect to HTTPS.
    private static boolean forgetsTls(
            String authority, boolean secure, String scheme, String host) {
        return !secure && scheme.equals("https") && authority.equalsIgnoreCase(host);
    }

    /// Where the authority of `http://`, `https://` or `//` begins, or -1.
    private static int authorityStart(String location) {
        if (location.startsWith("//")) {
            return 2;
        }
        if (location.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return location.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    }

    private static int authorityEnd(String location, int start) {
        int end = start;
        while (end < location.length() && "/?#\\".indexOf(location.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    static String refreshOutside(Endpoint endpoint, String refresh, String scheme, String host) {
        int url = refresh.toLowerCase(Locale.ROOT).indexOf("url=");
        if (url < 0) {
            return refresh;
        }
        int start = url + 4;
        if (start < refresh.length() && "'\"".indexOf(refresh.charAt(start)) >= 0) {
            start++;
        }
        return refresh.substring(0, start)
                + outside(endpoint, refresh.substring(start), scheme, host);
    }
}
