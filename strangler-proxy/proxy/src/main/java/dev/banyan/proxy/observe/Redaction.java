package dev.banyan.proxy.observe;

import java.util.List;
import java.util.Locale;

/// Takes secrets out of what is logged.
final class Redaction {
    private static final String HIDDEN = "[REDACTED]";
    private static final List<String> SECRET =
            List.of(
                    "auth",
                    "code",
                    "credential",
                    "key",
                    "mail",
                    "otp",
                    "pass",
                    "phone",
                    "pin",
                    "pwd",
                    "secret",
                    "session",
                    "sig",
                    "token");

    private Redaction() {}

    /// A query whose values are hidden where the name sounds secret, however it is encoded.
    static String query(String query) {
        var redacted = new StringBuilder(query.length());
        int start = 0;
        while (start <= query.length()) {
            int end = end(query, start);
            var pair = query.substring(start, end);
            int equals = pair.indexOf('=');
            boolean hides = equals >= 0 && isSecret(pair.substring(0, equals));
            redacted.append(hides ? pair.substring(0, equals + 1) + HIDDEN : pair);
            if (end < query.length()) {
                redacted.append(query.charAt(end));
            }
            start = end + 1;
        }
        return redacted.toString();
    }

    private static int end(String query, int start) {
        int end = start;
        while (end < query.length() && query.charAt(end) != '&' && query.charAt(end) != ';') {
            end++;
        }
        return end;
    }

    private static boolean isSecret(String name) {
        // A name that needs decoding to be read is not worth the risk.
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.indexOf('%') >= 0 || SECRET.stream().anyMatch(lower::contains);
    }
}
