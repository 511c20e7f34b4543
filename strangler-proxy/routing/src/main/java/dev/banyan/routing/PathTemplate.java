package dev.banyan.routing;

import java.util.ArrayList;
import java.util.List;

/// A path with literal segments, `{name}` for one segment, and at its end `/**` for any number.
///
/// Segments are compared after percent-decoding, case counts. Empty segments (also a slash at the
/// end) and path parameters (`;x=1`) are ignored, because servers ignore them.
public record PathTemplate(String text) {

    static final int MAX_SEGMENTS = 64;
    private static final String TAIL = "**";

    public PathTemplate {
        checkWhole(text);
        var segments = split(text);
        if (segments.size() > MAX_SEGMENTS) {
            throw bad(text, "has " + segments.size() + " segments, the limit is " + MAX_SEGMENTS);
        }
        for (int i = 0; i < segments.size(); i++) {
            checkSegment(text, segments.get(i), i == segments.size() - 1);
        }
    }

    /// The segments without an ending `**`.
    List<String> segments() {
        var segments = split(text);
        return hasTail() ? segments.subList(0, segments.size() - 1) : segments;
    }

    boolean hasTail() {
        return text.endsWith("/" + TAIL);
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    private static List<String> split(String text) {
        var segments = new ArrayList<String>();
        for (var segment : text.substring(1).split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    private static void checkWhole(String text) {
        if (!text.startsWith("/")) {
            throw bad(text, "does not begin with '/'");
        }
        for (int i = 0; i < text.length(); i++) {
            if ("?#;%\\ ".indexOf(text.charAt(i)) >= 0) {
                throw bad(text, "contains '" + text.charAt(i) + "'; write it decoded, path only");
            }
        }
    }

    private static void checkSegment(String text, String segment, boolean last) {
        if (segment.equals(".") || segment.equals("..")) {
            throw bad(text, "contains a dot segment");
        }
        if ((segment.equals(TAIL) && last) || isWholeParameter(segment)) {
            return;
        }
        if (segment.indexOf('*') >= 0) {
            throw bad(text, "has a '*' that is not '/**' at its end");
        }
        if (segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0) {
            throw bad(text, "has a parameter that is not a whole segment");
        }
    }

    private static boolean isWholeParameter(String segment) {
        return segment.length() > 2
                && segment.startsWith("{")
                && segment.indexOf('}') == segment.length() - 1
                && segment.lastIndexOf('{') == 0
                && segment.indexOf('*') < 0;
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("The path '%s' %s.".formatted(text, why));
    }

    @Override
    public String toString() {
        return text;
    }
}
