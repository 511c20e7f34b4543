package dev.banyan.ledger.config;

import dev.banyan.ledger.config.UpstreamSettings.Discovery;
import dev.banyan.routing.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A module as JSON: the same keys as in the file, every value written out, and a version.
///
/// JSON is YAML, so it is read by the code that reads the file.
final class ModuleJson {
    private static final int VERSION = 1;

    private ModuleJson() {}

    static String write(ModuleSettings module) {
        var json = new LinkedHashMap<String, Object>();
        json.put("version", VERSION);
        json.put("name", module.name());
        json.put("module", tree(module));
        return Json.write(json);
    }

    static ModuleSettings read(String json) {
        var reading = Reading.of("module", Map.of());
        var root = new Section(reading, "", BanyanSettings.compose(reading, json), 1);
        root.required(
                "version", Kind.whole(1, VERSION), "the form; a newer one needs a newer program");
        var name = root.required("name", Kind.matching(ModuleSettings.NAME, "a name", "m"), "");
        var module = root.section("module", section -> ModuleSettings.read(name, section));
        root.refuseUnknown();
        reading.finish();
        return module;
    }

    private static Map<String, Object> tree(ModuleSettings module) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("schemas", module.schemas());
        tree.put("tables", module.tables());
        tree.put("followed", module.followed());
        module.target().ifPresent(target -> tree.put("target", tree(target)));
        module.candidate().ifPresent(candidate -> tree.put("candidate", tree(candidate)));
        tree.put("routes", module.routes().stream().map(ModuleJson::tree).toList());
        tree.put("stickyKey", RoutingSettings.written(module.stickyKey()));
        var cohorts = new LinkedHashMap<String, Object>();
        putText(cohorts, "header", Optional.ofNullable(module.cohorts().header()));
        cohorts.put("control", sorted(module.cohorts().control()));
        cohorts.put("candidate", sorted(module.cohorts().candidate()));
        tree.put("cohorts", cohorts);
        tree.put("sessionCookies", module.sessionCookies());
        tree.put("knownWriters", module.knownWriters().stream().map(ModuleJson::tree).toList());
        tree.put("guard", tree(module.guard()));
        module.events().ifPresent(events -> tree.put("events", tree(events)));
        module.contracts().ifPresent(contracts -> tree.put("contracts", tree(contracts)));
        return tree;
    }

    private static Map<String, Object> tree(EventSettings.ReceiverSettings events) {
        var tree = new LinkedHashMap<String, Object>();
        putText(tree, "url", events.url().map(Endpoint::toString));
        putText(tree, "receive", events.receive());
        putSecret(tree, "token", events.token());
        return tree;
    }

    private static Map<String, Object> tree(ContractSettings contracts) {
        var tree = new LinkedHashMap<String, Object>();
        putText(tree, "folder", contracts.folder().map(Object::toString));
        tree.put("verifier", contracts.verifier());
        contracts.broker().ifPresent(broker -> tree.put("broker", tree(broker)));
        tree.put("control", tree(contracts.control()));
        tree.put("candidate", tree(contracts.candidate()));
        return tree;
    }

    private static Map<String, Object> tree(ContractSettings.BrokerSettings broker) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("url", broker.url().toString());
        putSecret(tree, "token", broker.token());
        return tree;
    }

    private static Map<String, Object> tree(ContractSettings.SideSettings side) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("processes", side.processes().stream().map(Endpoint::toString).toList());
        tree.put("command", side.command());
        putText(tree, "database", side.database());
        return tree;
    }

    private static Map<String, Object> tree(DatabaseSettings database) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("url", database.url());
        tree.put("username", database.username());
        putSecret(tree, "password", database.password());
        return tree;
    }

    private static void putSecret(
            Map<String, Object> tree, String key, Optional<Secret> reference) {
        switch (reference.orElse(null)) {
            case Secret.InEnvironment(var variable) -> tree.put(key, "${" + variable + "}");
            case Secret.InFile(var file) -> tree.put(key + "File", file.toString());
            case null -> {}
        }
    }

    private static Map<String, Object> tree(Route route) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("path", route.path().text());
        tree.put("methods", List.copyOf(route.methods()));
        tree.put("hosts", List.copyOf(route.hosts()));
        tree.put("headers", route.headers());
        tree.put("writes", Kind.name(route.writes()));
        tree.put("webSockets", Kind.name(route.webSockets()));
        return tree;
    }

    private static Map<String, Object> tree(ModuleSettings.KnownWriter writer) {
        var tree = new LinkedHashMap<String, Object>();
        putText(tree, "role", writer.role());
        putText(tree, "application", writer.application());
        putText(tree, "address", writer.address());
        return tree;
    }

    private static Map<String, Object> tree(GuardSettings guard) {
        return Map.of(
                "window", text(guard.window()),
                "samples", guard.samples(),
                "failedPercent", guard.failedPercent(),
                "latency", text(guard.latency()),
                "timesSlower", guard.timesSlower(),
                "lag", text(guard.lag()),
                "lagPatience", text(guard.lagPatience()));
    }

    private static Map<String, Object> tree(UpstreamSettings upstream) {
        var tree = new LinkedHashMap<String, Object>();
        switch (upstream.discovery()) {
            case Discovery.Static(var endpoints) ->
                    tree.put("upstreams", endpoints.stream().map(Endpoint::toString).toList());
            case Discovery.Dns(var endpoint) -> tree.put("dns", endpoint.toString());
            case Discovery.DnsService(var secure, var name) ->
                    tree.put("dnsService", (secure ? "https://" : "http://") + name);
            case Discovery.Registry(var service) -> tree.put("registry", service);
        }
        tree.put("refresh", text(upstream.refresh()));
        tree.put("protocol", Kind.name(upstream.protocol()));
        putText(tree, "trustedCertificates", upstream.trustedCertificates().map(Object::toString));
        tree.put("balance", Kind.name(upstream.balance()));
        tree.put("timeouts", tree(upstream.timeouts()));
        tree.put("concurrentRequests", upstream.concurrentRequests());
        tree.put("breaker", tree(upstream.breaker()));
        tree.put("retry", tree(upstream.retry()));
        tree.put("health", tree(upstream.health()));
        tree.put("ejection", tree(upstream.ejection()));
        tree.put("slowStart", text(upstream.slowStart()));
        return tree;
    }

    private static Map<String, Object> tree(UpstreamSettings.Timeouts timeouts) {
        return Map.of(
                "connect", text(timeouts.connect()),
                "response", text(timeouts.response()),
                "idle", text(timeouts.idle()));
    }

    private static Map<String, Object> tree(UpstreamSettings.Breaker breaker) {
        return Map.of(
                "window", breaker.window(),
                "minimumCalls", breaker.minimumCalls(),
                "failurePercent", breaker.failurePercent(),
                "slowAfter", text(breaker.slowAfter()),
                "slowPercent", breaker.slowPercent(),
                "open", text(breaker.open()),
                "trialCalls", breaker.trialCalls());
    }

    private static Map<String, Object> tree(UpstreamSettings.Retry retry) {
        return Map.of(
                "tries", retry.tries(),
                "backoff", text(retry.backoff()),
                "budgetPercent", retry.budgetPercent());
    }

    private static Map<String, Object> tree(UpstreamSettings.Health health) {
        var tree = new LinkedHashMap<String, Object>();
        putText(tree, "path", health.path());
        tree.put("interval", text(health.interval()));
        tree.put("timeout", text(health.timeout()));
        tree.put("failures", health.failures());
        tree.put("successes", health.successes());
        return tree;
    }

    private static Map<String, Object> tree(UpstreamSettings.Ejection ejection) {
        return Map.of(
                "failures", ejection.failures(),
                "duration", text(ejection.duration()),
                "mostPercent", ejection.mostPercent());
    }

    private static void putText(Map<String, Object> tree, String key, Optional<String> value) {
        value.ifPresent(text -> tree.put(key, text));
    }

    private static List<String> sorted(Set<String> texts) {
        return new ArrayList<>(new TreeSet<>(texts));
    }

    private static String text(Duration duration) {
        return duration.toString();
    }
}
