package dev.banyan.proxy.http;

/// Which characters may stand where; one table look-up each.
final class Characters {

    private static final int PATH = 1;
    private static final int QUERY = 2;
    private static final int HOST = 4;
    private static final int TOKEN = 8;
    private static final byte[] KINDS = kinds();

    private Characters() {}

    private static byte[] kinds() {
        var kinds = new byte[128];
        for (int c = 0x21; c < 0x7F; c++) {
            if ("\"#<>\\^`{|}".indexOf(c) < 0) {
                kinds[c] |= PATH | QUERY;
            }
            if (isAlphanumeric(c) || "-._~!$&'()*+,;=".indexOf(c) >= 0) {
                kinds[c] |= HOST;
            }
            if (isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
                kinds[c] |= TOKEN;
            }
        }
        // Browsers send these in queries as they are.
        for (char c : "{|}`^".toCharArray()) {
            kinds[c] |= QUERY;
        }
        kinds['?'] = QUERY;
        return kinds;
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean inPath(char c) {
        return is(c, PATH);
    }

    static boolean inQuery(char c) {
        return is(c, QUERY);
    }

    static boolean inHost(char c) {
        return is(c, HOST);
    }

    static boolean inToken(char c) {
        return is(c, TOKEN);
    }

    /// The value of a hexadecimal digit, or -1.
    static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static boolean is(char c, int kind) {
        return c < 128 && (KINDS[c] & kind) != 0;
    }
}
