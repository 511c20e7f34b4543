package dev.banyan.proxy.http;

import io.netty.util.AsciiString;

/// Walks comma-separated lists in place.
final class Tokens {

    private Tokens() {}

    /// Whether a region, without the space around it, is a word; case does not count.
    static boolean is(CharSequence list, int from, int to, CharSequence word) {
        int start = skipSpace(list, from, to);
        int end = dropSpace(list, start, to);
        return end - start == word.length()
                && AsciiString.regionMatches(list, true, start, word, 0, word.length());
    }

    /// Where the element that begins at an index ends.
    static int end(CharSequence list, int from) {
        int i = from;
        while (i < list.length() && list.charAt(i) != ',') {
            i++;
        }
        return i;
    }

    static int skipSpace(CharSequence list, int from, int to) {
        int i = from;
        while (i < to && isSpace(list.charAt(i))) {
            i++;
        }
        return i;
    }

    static int dropSpace(CharSequence list, int from, int to) {
        int i = to;
        while (i > from && isSpace(list.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    static boolean contains(CharSequence list, CharSequence word) {
        for (int from = 0; from <= list.length(); ) {
            int end = end(list, from);
            if (is(list, from, end, word)) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
