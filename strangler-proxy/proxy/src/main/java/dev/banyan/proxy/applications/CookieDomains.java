package dev.banyan.proxy.applications;

import java.util.Locale;

/// Domains of cookies. A browser refuses a cookie whose domain is not the one that it asked, as an
/// upstream sets it that believes in its own name: without the attribute the cookie is kept, for
/// exactly the host that was asked.
final class CookieDomains {

    private CookieDomains() {}

    static String outside(String setCookie, String clientHost) {
        int start = setCookie.indexOf(';');
        while (start >= 0) {
            int end = setCookie.indexOf(';', start + 1);
            var attribute =
                    setCookie.substring(start + 1, end < 0 ? setCookie.length() : end).strip();
            if (isForeignDomain(attribute, clientHost)) {
                var rest =
                        setCookie.substring(0, start) + (end < 0 ? "" : setCookie.substring(end));
                return outside(rest, clientHost);
            }
            start = end;
        }
        return setCookie;
    }

    private static boolean isForeignDomain(String attribute, String clientHost) {
        int equals = attribute.indexOf('=');
        if (equals < 0 || !attribute.substring(0, equals).strip().equalsIgnoreCase("domain")) {
            return false;
        }
        var domain = attribute.substring(equals + 1).strip().toLowerCase(Locale.ROOT);
        return !domain.isEmpty()
                && !covers(domain.startsWith(".") ? domain.substring(1) : domain, clientHost);
    }

    private static boolean covers(String domain, String clientHost) {
        var host = Authorities.host(clientHost).toLowerCase(Locale.ROOT);
        return host.equals(domain) || host.endsWith("." + domain);
    }
}
