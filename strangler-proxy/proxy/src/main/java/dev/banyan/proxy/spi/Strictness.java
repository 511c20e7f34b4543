package dev.banyan.proxy.spi;

import java.util.List;
import java.util.Set;

/// What the guard lets through beyond the strict form.
///
/// @param encodedSlashes whether `%2f` in a path is let through
/// @param emptySegments whether `//` in a path is let through
/// @param underscores whether header names with `_` are kept instead of dropped
/// @param trailers lower-case names of trailers that are passed on
/// @param trustedPeers addresses of proxies in front of this one, as `10.0.0.0/8`, whose
///   `Forwarded`, `X-Forwarded-…` and `traceparent` are believed
public record Strictness(
        boolean encodedSlashes,
        boolean emptySegments,
        boolean underscores,
        Set<String> trailers,
        List<String> trustedPeers) {

    public static final Strictness STRICT =
            new Strictness(false, false, false, Set.of(), List.of());

    public Strictness {
        trailers = Set.copyOf(trailers);
        trustedPeers = List.copyOf(trustedPeers);
    }
}
