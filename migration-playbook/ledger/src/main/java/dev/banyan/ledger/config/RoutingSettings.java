package dev.banyan.ledger.config;

import dev.banyan.routing.Cohorts;
import dev.banyan.routing.PathTemplate;
import dev.banyan.routing.Route;
import dev.banyan.routing.StickyKey;
import dev.banyan.routing.WebSockets;
import dev.banyan.routing.Writes;
import java.util.LinkedHashSet;

/// Reads the words of the routing model.
final class RoutingSettings {
    private static final Kind<PathTemplate> PATH =
            new Kind<>(
                    "a path; {name} stands for one segment, a final /** for all below",
                    "/api/stock/{sku}",
                    PathTemplate::new);
    static final Kind<StickyKey> STICKY_KEY =
            new Kind<>(
                    "cookie:NAME, header:NAME or user",
                    "cookie:session",
                    RoutingSettings::stickyKey);
    private static final Kind<String> HEADER =
            Kind.matching("[A-Za-z0-9-]+", "a header's name", "X-Version");
    private static final Kind<String> METHOD =
            Kind.matching("[A-Z]{1,20}", "a method in upper case", "GET");
    private static final Kind<String> HOST =
            Kind.matching(
                    "(\\*\\.)?[A-Za-z0-9.-]+",
                    "a host without port; *.example.org for all below",
                    "shop.example.org");

    private RoutingSettings() {}

    static Route route(Section section) {
        return new Route(
                section.required("path", PATH, "the paths"),
                new LinkedHashSet<>(section.list("methods", METHOD, "only these; none: all")),
                new LinkedHashSet<>(section.list("hosts", HOST, "only these; none: all")),
                section.values(
                        "headers",
                        HEADER,
                        Kind.text("a value, or * for any", "2"),
                        "only with these headers"),
                section.orElse(
                        "writes",
                        Kind.choice(Writes.class),
                        "by-method",
                        "which requests write; by method are all but GET, HEAD, OPTIONS and TRACE"),
                section.orElse(
                        "webSockets",
                        Kind.choice(WebSockets.class),
                        "refused",
                        "what may be upgraded; one that writes refuses a switch of writes"));
    }

    static Cohorts cohorts(Section section) {
        var key = Kind.text("a sticky key's value", "alice");
        var header =
                section.optional(
                        "header", HEADER, "a request header that says control or candidate");
        var control = section.list("control", key, "keys whose reads always go to the control");
        var candidate =
                section.list("candidate", key, "keys whose reads always go to the candidate");
        var both = new LinkedHashSet<>(control);
        both.retainAll(candidate);
        if (!both.isEmpty() && section.isRead()) {
            section.problem(
                    "candidate",
                    "'%s' forces %s to both sides. Next: take them off one list."
                            .formatted(section.path(), both));
            return Cohorts.NONE;
        }
        return new Cohorts(
                header.orElse(null),
                new LinkedHashSet<>(control),
                section.isRead() ? new LinkedHashSet<>(candidate) : new LinkedHashSet<>());
    }

    private static StickyKey stickyKey(String text) {
        int colon = text.indexOf(':');
        var name = text.substring(colon + 1);
        if (text.equals("user")) {
            return new StickyKey.User();
        }
        if (colon > 0 && !name.isBlank()) {
            switch (text.substring(0, colon)) {
                case "cookie" -> {
                    return new StickyKey.Cookie(name);
                }
                case "header" -> {
                    return new StickyKey.Header(name);
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException("none of them");
    }

    static String written(StickyKey key) {
        return switch (key) {
            case StickyKey.Cookie(var name) -> "cookie:" + name;
            case StickyKey.Header(var name) -> "header:" + name;
            case StickyKey.User() -> "user";
        };
    }
}
