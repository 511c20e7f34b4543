package dev.banyan.routing;

import java.util.Locale;

/// Where the key comes from that keeps a client on one side.
public sealed interface StickyKey {

    /// The value of a cookie; a session cookie keeps a session together.
    record Cookie(String name) implements StickyKey {
        public Cookie {
            requireName("cookie", name);
        }
    }

    /// The value of a request header.
    record Header(String name) implements StickyKey {
        public Header {
            requireName("header", name);
            name = name.toLowerCase(Locale.ROOT);
        }
    }

    /// The user that the request is made for, as far as its front has found that out.
    record User() implements StickyKey {}

    private static void requireName(String kind, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The sticky key's " + kind + " has no name.");
        }
    }
}
