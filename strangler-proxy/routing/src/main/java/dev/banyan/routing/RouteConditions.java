package dev.banyan.routing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether a request whose path fits also has the method, host and headers of a route.
final class RouteConditions {

    private final Route route;
    private final String[] methods;
    private final String[] hosts;
    private final String[] headerNames;
    private final String[] headerValues;

    RouteConditions(Route route) {
        this.route = route;
        this.methods = route.methods().toArray(String[]::new);
        this.hosts = route.hosts().toArray(String[]::new);
        this.headerNames = route.headers().keySet().toArray(String[]::new);
        this.headerValues =
                route.headers().values().stream()
                        .map(value -> value.equals("*") ? "" : value)
                        .toArray(String[]::new);
    }

    /// Routes with more conditions are asked first: headers count most, then host, then method.
    int weight() {
        return headerNames.length * 4 + (hosts.length > 0 ? 2 : 0) + (methods.length > 0 ? 1 : 0);
    }

    boolean hold(RequestView request) {
        return hasMethod(request.method()) && hasHost(request.host()) && hasHeaders(request);
    }

    /// Whether there are requests that both would take with the same weight.
    boolean overlap(RouteConditions other) {
        return weight() == other.weight()
                && intersect(methods, other.methods)
                && intersect(hosts, other.hosts)
                && agree(route.headers(), other.route.headers());
    }

    private boolean hasMethod(String method) {
        if (methods.length == 0) {
            return true;
        }
        for (var wanted : methods) {
            if (wanted.equals(method) || (wanted.equals("GET") && method.equals("HEAD"))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasHost(@Nullable String host) {
        if (hosts.length == 0) {
            return true;
        }
        if (host == null) {
            return false;
        }
        int length = nameLength(host);
        for (var wanted : hosts) {
            if (isHost(wanted, host, length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHost(String wanted, String host, int length) {
        if (!wanted.startsWith("*.")) {
            return wanted.length() == length && host.regionMatches(true, 0, wanted, 0, length);
        }
        int tail = wanted.length() - 1;
        return length > tail && host.regionMatches(true, length - tail, wanted, 1, tail);
    }

    private static int nameLength(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? colon : host.length();
    }

    private boolean hasHeaders(RequestView request) {
        for (int i = 0; i < headerNames.length; i++) {
            var value = request.header(headerNames[i]);
            if (value == null || (!headerValues[i].isEmpty() && !value.equals(headerValues[i]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean intersect(String[] some, String[] others) {
        if (some.length == 0 || others.length == 0) {
            return true;
        }
        for (var one : some) {
            for (var other : others) {
                if (one.equals(other)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean agree(Map<String, String> some, Map<String, String> others) {
        for (var one : some.entrySet()) {
            var other = others.get(one.getKey());
            boolean free = other == null || other.equals("*") || one.getValue().equals("*");
            if (!free && !one.getValue().equals(other)) {
                return false;
            }
        }
        return true;
    }
}
