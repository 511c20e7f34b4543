package dev.banyan.proxy.http;

import org.jspecify.annotations.Nullable;

/// Lets a request target pass only if every server reads it the same way.
///
/// Refused: anything outside of RFC 3986's path and query, dot segments also when encoded, encoded
/// slashes, backslashes and NUL, empty segments, broken percent signs.
final class Targets {

    private final boolean encodedSlashes;
    private final boolean emptySegments;

    Targets(boolean encodedSlashes, boolean emptySegments) {
        this.encodedSlashes = encodedSlashes;
        this.emptySegments = emptySegments;
    }

    /// What is wrong with a target in origin form, or null.
    @Nullable String fault(String target) {
        if (target.isEmpty() || target.charAt(0) != '/') {
            return "The target does not begin with '/'.";
        }
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        var fault = faultInPath(target, end);
        return fault != null || query < 0 ? fault : faultInQuery(target, query + 1);
    }

    private @Nullable String faultInPath(String target, int end) {
        int segment = 1;
        for (int i = 1; i < end; i++) {
            char c = target.charAt(i);
            if (c == '/') {
                var fault = faultInSegment(target, segment, i, false);
                if (fault != null) {
                    return fault;
                }
                segment = i + 1;
            } else if (!Characters.inPath(c)) {
                return "The path contains a character that must be percent-encoded.";
            } else if (c == '%') {
                var fault = faultInEncoded(target, i, end);
                if (fault != null) {
                    return fault;
                }
            }
        }
        return faultInSegment(target, segment, end, true);
    }

    private @Nullable String faultInEncoded(String target, int at, int end) {
        int octet = octet(target, at, end);
        return switch (octet) {
            case -1 -> "The path contains a percent sign without two hexadecimal digits.";
            case 0 -> "The path contains an encoded NUL.";
            case '\\' -> "The path contains an encoded backslash.";
            case '/' -> encodedSlashes ? null : "The path contains an encoded slash.";
            default -> null;
        };
    }

    private @Nullable String faultInSegment(String target, int from, int to, boolean last) {
        if (from == to) {
            return last || emptySegments ? null : "The path contains an empty segment.";
        }
        return isDots(target, from, to) ? "The path contains a dot segment." : null;
    }

    /// Whether a segment is `.` or `..`, as it is, encoded, or with parameters behind it.
    private static boolean isDots(String target, int from, int to) {
        char first = target.charAt(from);
        if (first != '.' && first != '%') {
            return false;
        }
        int dots = 0;
        int i = from;
        while (i < to && target.charAt(i) != ';') {
            boolean encoded = target.charAt(i) == '%';
            if (encoded ? octet(target, i, to) != '.' : target.charAt(i) != '.') {
                return false;
            }
            i += encoded ? 3 : 1;
            dots++;
        }
        return dots == 1 || dots == 2;
    }

    private static @Nullable String faultInQuery(String target, int from) {
        for (int i = from; i < target.length(); i++) {
            if (!Characters.inQuery(target.charAt(i))) {
                return "The query contains a character that must be percent-encoded.";
            }
        }
        return null;
    }

    private static int octet(String target, int at, int end) {
        if (at + 2 >= end) {
            return -1;
        }
        int high = Characters.hex(target.charAt(at + 1));
        int low = Characters.hex(target.charAt(at + 2));
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }
}
