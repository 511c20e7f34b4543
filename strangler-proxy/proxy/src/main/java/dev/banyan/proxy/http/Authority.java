package dev.banyan.proxy.http;

/// Host and port of a request, as RFC 3986 and 9110 let them look; never with user information.
final class Authority {

    private static final int MAX_LENGTH = 255 + 6;

    private Authority() {}

    static boolean isValid(String host) {
        int length = host.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        int colon = host.charAt(0) == '[' ? afterAddress(host) : afterName(host);
        return colon == length
                || (colon > 0 && host.charAt(colon) == ':' && isPort(host, colon + 1));
    }

    /// The index behind `[…]`, or -1.
    private static int afterAddress(String host) {
        int close = host.indexOf(']');
        for (int i = 1; i < close; i++) {
            char c = host.charAt(i);
            if (Characters.hex(c) < 0 && c != ':' && c != '.') {
                return -1;
            }
        }
        return close < 3 ? -1 : close + 1;
    }

    private static int afterName(String host) {
        int i = 0;
        while (i < host.length() && Characters.inHost(host.charAt(i)) && host.charAt(i) != ',') {
            i++;
        }
        return i == 0 ? -1 : i;
    }

    private static boolean isPort(String host, int from) {
        int port = 0;
        for (int i = from; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c < '0' || c > '9' || port > 65_535) {
                return false;
            }
            port = port * 10 + c - '0';
        }
        return host.length() > from && port <= 65_535;
    }
}
