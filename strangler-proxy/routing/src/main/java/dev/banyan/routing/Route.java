package dev.banyan.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The requests that belong to a module, by path and, where wanted, method, host and header.
///
/// @param path the path of the request as it is forwarded
/// @param methods the methods, none for all; GET stands for HEAD too
/// @param hosts the hosts without port, none for all; `*.example.org` for every one below it
/// @param headers values that these headers must have, `*` for any
/// @param writes which of its requests write
/// @param webSockets whether it can be upgraded
public record Route(
        PathTemplate path,
        Set<String> methods,
        Set<String> hosts,
        Map<String, String> headers,
        Writes writes,
        WebSockets webSockets) {

    public Route {
        methods = Collections.unmodifiableSet(new TreeSet<>(methods));
        hosts = lowerCased(hosts);
        headers = lowerCased(headers);
    }

    /// Every request below a path; writes by method, no WebSockets.
    public static Route of(String path) {
        return new Route(
                new PathTemplate(path),
                Set.of(),
                Set.of(),
                Map.of(),
                Writes.BY_METHOD,
                WebSockets.REFUSED);
    }

    public Route withMethods(String... wanted) {
        var set = new LinkedHashSet<>(List.of(wanted));
        return new Route(path, set, hosts, headers, writes, webSockets);
    }

    public Route withHosts(String... wanted) {
        var set = new LinkedHashSet<>(List.of(wanted));
        return new Route(path, methods, set, headers, writes, webSockets);
    }

    public Route withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Route(path, methods, hosts, more, writes, webSockets);
    }

    public Route with(Writes rule) {
        return new Route(path, methods, hosts, headers, rule, webSockets);
    }

    public Route with(WebSockets rule) {
        return new Route(path, methods, hosts, headers, writes, rule);
    }

    private static Set<String> lowerCased(Set<String> names) {
        var lower = new TreeSet<String>();
        for (var name : names) {
            lower.add(name.toLowerCase(Locale.ROOT));
        }
        return Collections.unmodifiableSet(lower);
    }

    private static Map<String, String> lowerCased(Map<String, String> values) {
        var lower = new TreeMap<String, String>();
        for (var entry : values.entrySet()) {
            lower.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
        }
        return Collections.unmodifiableMap(lower);
    }
}
