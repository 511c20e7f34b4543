package dev.banyan.routing;

import java.nio.charset.StandardCharsets;

/// Literal segments, kept as text with one character per UTF-8 octet, and compared with a region of
/// a path that may be percent-encoded.
final class Literals {

    private Literals() {}

    static String octets(String segment) {
        var bytes = segment.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static int hash(String octets) {
        int hash = 0;
        for (int i = 0; i < octets.length(); i++) {
            hash = mix(hash, octets.charAt(i));
        }
        return hash ^ (hash >>> 16);
    }

    static int hash(String path, int from, int end) {
        int hash = 0;
        for (int i = from; i < end; i = Octets.next(path, i, end)) {
            hash = mix(hash, Octets.at(path, i, end));
        }
        return hash ^ (hash >>> 16);
    }

    static boolean same(String octets, String path, int from, int end) {
        int at = from;
        for (int i = 0; i < octets.length(); i++) {
            if (at >= end || Octets.at(path, at, end) != octets.charAt(i)) {
                return false;
            }
            at = Octets.next(path, at, end);
        }
        return at == end;
    }

    private static int mix(int hash, int octet) {
        return hash * 31 + octet;
    }
}
