package dev.banyan.routing;

import java.util.List;
import java.util.Locale;

/// Finds the paths that must go nowhere: those of the applications' own traffic, in every spelling
/// that some server takes for them, and those whose meaning depends on the server.
final class PathGuard {

    private final List<String> prefixes;

    PathGuard(List<String> refusedPrefixes) {
        this.prefixes =
                refusedPrefixes.stream().map(prefix -> prefix.toLowerCase(Locale.ROOT)).toList();
        for (var prefix : prefixes) {
            if (!prefix.matches("(/[a-z0-9._~-]+)+")) {
                throw new IllegalArgumentException(
                        "The refused path '%s' is not made of plain segments.".formatted(prefix));
            }
        }
    }

    boolean refuses(String path, int end) {
        if (end == 0 || path.charAt(0) != '/' || isAmbiguous(path, end)) {
            return true;
        }
        for (var prefix : prefixes) {
            if (startsWith(prefix, path, end)) {
                return true;
            }
        }
        return false;
    }

    /// A broken escape, a raw octet that no path may have, or a dot segment.
    private static boolean isAmbiguous(String path, int end) {
        int segment = 0;
        boolean onlyDots = true;
        boolean parameters = false;
        for (int i = 0; i < end; i = Octets.next(path, i, end)) {
            char raw = path.charAt(i);
            if (raw <= ' ' || raw >= 0x7F || isBroken(path, i, end)) {
                return true;
            }
            int octet = Octets.at(path, i, end);
            if (isSlash(octet)) {
                if (onlyDots && isDots(segment)) {
                    return true;
                }
                segment = 0;
                onlyDots = true;
                parameters = false;
            } else if (raw == ';') {
                parameters = true;
            } else if (!parameters) {
                segment++;
                onlyDots &= octet == '.';
            }
        }
        return onlyDots && isDots(segment);
    }

    private static boolean isBroken(String path, int index, int end) {
        return path.charAt(index) == '%' && !Octets.isEncoded(path, index, end);
    }

    private static boolean isDots(int length) {
        return length == 1 || length == 2;
    }

    private static boolean startsWith(String prefix, String path, int end) {
        int at = 0;
        int wanted = 0;
        while (wanted < prefix.length()) {
            at = skipIgnored(path, at, end, wanted == 0 || prefix.charAt(wanted - 1) == '/');
            if (at >= end || !same(Octets.at(path, at, end), prefix.charAt(wanted))) {
                return false;
            }
            at = Octets.next(path, at, end);
            wanted++;
        }
        at = skipIgnored(path, at, end, false);
        return at >= end || isSlash(Octets.at(path, at, end));
    }

    /// Skips path parameters, and behind a slash further slashes.
    private static int skipIgnored(String path, int from, int end, boolean behindSlash) {
        int at = from;
        while (at < end) {
            if (path.charAt(at) == ';') {
                at = Octets.indexOf('/', path, at, end);
            } else if (behindSlash && at > 0 && isSlash(Octets.at(path, at, end))) {
                at = Octets.next(path, at, end);
            } else {
                return at;
            }
        }
        return at;
    }

    private static boolean same(int octet, char wanted) {
        return wanted == '/' ? isSlash(octet) : Octets.lower(octet) == wanted;
    }

    private static boolean isSlash(int octet) {
        return octet == '/' || octet == '\\';
    }
}
