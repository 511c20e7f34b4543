package dev.banyan.routing;

import org.jspecify.annotations.Nullable;

/// The side that answers a client's reads of one module.
final class ReadSides {

    private static final String COOKIE = "cookie";

    private final StickyKey key;
    private final int salt;
    private final Share share;
    private final @Nullable String cohortHeader;
    private final ForcedKeys control;
    private final ForcedKeys candidate;
    private final boolean keysMatter;

    ReadSides(ModuleRouting module) {
        var cohorts = module.cohorts();
        this.key = module.stickyKey();
        this.salt = Bucket.salt(module.module());
        this.share = module.candidateReads();
        this.cohortHeader = cohorts.header();
        this.control = new ForcedKeys(cohorts.control());
        this.candidate = new ForcedKeys(cohorts.candidate());
        boolean split = share.basisPoints() > 0 && !share.equals(Share.ALL);
        this.keysMatter = split || !cohorts.control().isEmpty() || !cohorts.candidate().isEmpty();
    }

    Side of(RequestView request) {
        var forced = forcedByHeader(request);
        if (forced != null) {
            return forced;
        }
        if (!keysMatter) {
            return share.equals(Share.ALL) ? Side.CANDIDATE : Side.CONTROL;
        }
        return switch (key) {
            case StickyKey.Header header -> ofWhole(request.header(header.name()));
            case StickyKey.User _ -> ofWhole(request.user());
            case StickyKey.Cookie cookie -> ofCookie(request.header(COOKIE), cookie.name());
        };
    }

    private @Nullable Side forcedByHeader(RequestView request) {
        var value = cohortHeader == null ? null : request.header(cohortHeader);
        if (value == null) {
            return null;
        }
        return switch (value) {
            case "control" -> Side.CONTROL;
            case "candidate" -> Side.CANDIDATE;
            default -> null;
        };
    }

    private Side ofWhole(@Nullable String value) {
        return value == null || value.isEmpty() ? withoutKey() : ofKey(value, 0, value.length());
    }

    /// Without a key there is nothing that keeps a client on one side, so it stays on the old one
    /// until there is only the new one.
    private Side withoutKey() {
        return share.equals(Share.ALL) ? Side.CANDIDATE : Side.CONTROL;
    }

    private Side ofKey(String text, int from, int to) {
        if (control.contains(text, from, to)) {
            return Side.CONTROL;
        }
        if (candidate.contains(text, from, to)) {
            return Side.CANDIDATE;
        }
        return share.contains(Bucket.of(salt, text, from, to)) ? Side.CANDIDATE : Side.CONTROL;
    }

    private Side ofCookie(@Nullable String cookies, String name) {
        if (cookies == null) {
            return withoutKey();
        }
        int at = 0;
        while (at < cookies.length()) {
            int end = Octets.indexOf(';', cookies, at, cookies.length());
            int begin = skipSpaces(cookies, at, end);
            int value = begin + name.length() + 1;
            if (value < end
                    && cookies.startsWith(name, begin)
                    && cookies.charAt(value - 1) == '=') {
                return ofKey(cookies, value, trimmed(cookies, value, end));
            }
            at = end + 1;
        }
        return withoutKey();
    }

    private static int skipSpaces(String text, int from, int end) {
        int at = from;
        while (at < end && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static int trimmed(String text, int from, int end) {
        int to = end;
        while (to > from + 1 && text.charAt(to - 1) == ' ') {
            to--;
        }
        return to;
    }
}
