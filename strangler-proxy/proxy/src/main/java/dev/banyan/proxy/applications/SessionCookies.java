package dev.banyan.proxy.applications;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The cookies of which the candidate of one module has its own.
///
/// Names are compared without the spaces around them, as browsers and servers do.
final class SessionCookies {
    /// Begins the suffix of a candidate's cookie, and every cookie of the proxy itself.
    static final String MARK = "--banyan-";

    private final Set<String> names;
    private final String suffix;

    SessionCookies(String module, Set<String> names) {
        this.names = Set.copyOf(names);
        this.suffix = MARK + module;
    }

    /// What the control may see: everything but the proxy's cookies and those of candidates.
    static @Nullable String forControl(String cookie) {
        return cookie.contains(MARK)
                ? mapped(cookie, name -> name.contains(MARK) ? "" : name)
                : cookie;
    }

    /// What the candidate may see: its own session under the plain name, never the control's.
    @Nullable String forCandidate(String cookie) {
        return names.isEmpty() ? forControl(cookie) : mapped(cookie, this::inside);
    }

    private String inside(String name) {
        if (name.endsWith(suffix)) {
            var plain = name.substring(0, name.length() - suffix.length());
            return names.contains(plain) ? plain : "";
        }
        return names.contains(name) || name.contains(MARK) ? "" : name;
    }

    /// A Set-Cookie of the candidate as the client gets it.
    String outside(String setCookie) {
        int start = nameStart(setCookie);
        int end = nameEnd(setCookie, start);
        var name = setCookie.substring(start, end).strip();
        return names.contains(name) ? name + suffix + setCookie.substring(end) : setCookie;
    }

    /// A cookie without a name and with the value `a=b` comes back as `a=b`: it counts as named
    /// `a`.
    private static int nameStart(String setCookie) {
        int start = 0;
        while (start < setCookie.length()
                && (setCookie.charAt(start) == '=' || setCookie.charAt(start) <= ' ')) {
            start++;
        }
        return start;
    }

    private static int nameEnd(String setCookie, int start) {
        int end = start;
        while (end < setCookie.length() && "=;".indexOf(setCookie.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /// Renames each cookie; those whose name becomes empty are left out.
    ///
    /// @return the same object when nothing changed, null when nothing is left
    private static @Nullable String mapped(String cookie, UnaryOperator<String> rename) {
        var kept = new StringBuilder(cookie.length());
        boolean changed = false;
        for (int start = 0; start <= cookie.length(); ) {
            int end = cookie.indexOf(';', start);
            end = end < 0 ? cookie.length() : end;
            var pair = cookie.substring(start, end).strip();
            int equals = pair.indexOf('=');
            var name = (equals < 0 ? pair : pair.substring(0, equals)).strip();
            var renamed = rename.apply(name);
            changed |= !renamed.equals(name);
            if (!pair.isEmpty() && (!renamed.isEmpty() || name.isEmpty())) {
                kept.append(kept.isEmpty() ? "" : "; ").append(renamed);
                kept.append(equals < 0 ? "" : pair.substring(equals));
            }
            start = end + 1;
        }
        if (!changed) {
            return cookie;
        }
        return kept.isEmpty() ? null : kept.toString();
    }
}
