package dev.banyan.ledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The instances of one application, and how the proxy treats them.
public record UpstreamSettings(
        Discovery discovery,
        Duration refresh,
        Protocol protocol,
        Optional<Path> trustedCertificates,
        Balance balance,
        Timeouts timeouts,
        int concurrentRequests,
        Breaker breaker,
        Retry retry,
        Health health,
        Ejection ejection,
        Duration slowStart) {

    /// Where the list of instances comes from.
    public sealed interface Discovery {
        /// Written down.
        record Static(List<Endpoint> endpoints) implements Discovery {
            public Static {
                endpoints = List.copyOf(endpoints);
            }
        }

        /// The A and AAAA records of the endpoint's host.
        record Dns(Endpoint endpoint) implements Discovery {}

        /// The SRV records of a name.
        record DnsService(boolean secure, String name) implements Discovery {}

        /// Instances that registered themselves in the source database under a name.
        record Registry(String service) implements Discovery {}
    }

    /// What the proxy speaks with the application.
    public enum Protocol {
        /// HTTP/1.1.
        HTTP1,
        /// HTTP/2: by ALPN with TLS, else by prior knowledge.
        HTTP2
    }

    /// How an instance is picked among the healthy ones.
    public enum Balance {
        /// One after the other.
        ROUND_ROBIN,
        /// The one with the fewest requests in flight.
        LEAST_CONNECTIONS
    }

    /// How long the proxy waits for an instance.
    public record Timeouts(Duration connect, Duration response, Duration idle) {
        static Timeouts read(Section section) {
            return new Timeouts(
                    section.orElse("connect", Kind.duration("10ms", "1m"), "1s", "to connect"),
                    section.orElse(
                            "response",
                            Kind.duration("10ms", "1h"),
                            "5s",
                            "from the end of the request to the head of the response"),
                    section.orElse(
                            "idle",
                            Kind.duration("100ms", "1d"),
                            "60s",
                            "between two pieces of a body"));
        }
    }

    /// When an instance is no longer asked.
    public record Breaker(
            int window,
            int minimumCalls,
            int failurePercent,
            Duration slowAfter,
            int slowPercent,
            Duration open,
            int trialCalls) {
        static Breaker read(Section section) {
            return new Breaker(
                    section.orElse(
                            "window",
                            Kind.whole(1, 10_000),
                            "100",
                            "how many of the last calls count"),
                    section.orElse(
                            "minimumCalls",
                            Kind.whole(1, 10_000),
                            "10",
                            "fewer calls decide nothing"),
                    section.orElse(
                            "failurePercent",
                            Kind.whole(1, 100),
                            "50",
                            "failed calls that open the breaker"),
                    section.orElse(
                            "slowAfter",
                            Kind.duration("1ms", "1h"),
                            "2s",
                            "a call that takes longer is slow"),
                    section.orElse(
                            "slowPercent",
                            Kind.whole(1, 100),
                            "100",
                            "slow calls that open the breaker"),
                    section.orElse(
                            "open", Kind.duration("100ms", "1h"), "10s", "how long it stays open"),
                    section.orElse(
                            "trialCalls",
                            Kind.whole(1, 1000),
                            "3",
                            "calls that decide whether it closes again"));
        }
    }

    /// When a request that failed is sent again; only safe and idempotent ones are.
    public record Retry(int tries, Duration backoff, int budgetPercent) {
        static Retry read(Section section) {
            return new Retry(
                    section.orElse("tries", Kind.whole(1, 10), "3", "all tries together"),
                    section.orElse(
                            "backoff",
                            Kind.duration("1ms", "10s"),
                            "100ms",
                            "the pause before the second try, doubled for each next, with jitter"),
                    section.orElse(
                            "budgetPercent",
                            Kind.whole(0, 100),
                            "20",
                            "retries allowed, as a share of all requests"));
        }
    }

    /// The check that asks each instance from time to time; without a path, whether it accepts a
    /// connection.
    public record Health(
            Optional<String> path,
            Duration interval,
            Duration timeout,
            int failures,
            int successes) {
        static Health read(Section section) {
            return new Health(
                    section.optional(
                            "path",
                            Kind.matching("/[!-~]*", "a path", "/health"),
                            "what to GET; 2xx and 3xx are healthy. Without it a connection is enough"),
                    section.orElse(
                            "interval", Kind.duration("100ms", "1h"), "10s", "between two checks"),
                    section.orElse("timeout", Kind.duration("10ms", "1m"), "2s", "of one check"),
                    section.orElse(
                            "failures", Kind.whole(1, 100), "3", "in a row that make it unhealthy"),
                    section.orElse(
                            "successes",
                            Kind.whole(1, 100),
                            "1",
                            "in a row that make it healthy again"));
        }
    }

    /// When traffic itself shows that an instance is broken.
    public record Ejection(int failures, Duration duration, int mostPercent) {
        static Ejection read(Section section) {
            return new Ejection(
                    section.orElse(
                            "failures", Kind.whole(1, 1000), "5", "in a row that take it out"),
                    section.orElse(
                            "duration",
                            Kind.duration("100ms", "1h"),
                            "30s",
                            "how long it stays out"),
                    section.orElse(
                            "mostPercent",
                            Kind.whole(0, 100),
                            "50",
                            "of the instances, never more are out; with one instance, none"));
        }
    }

    static UpstreamSettings read(Section section) {
        return new UpstreamSettings(
                discovery(section),
                section.orElse(
                        "refresh",
                        Kind.duration("1s", "1h"),
                        "30s",
                        "how long a list from DNS or the registry is used"),
                section.orElse(
                        "protocol",
                        Kind.choice(Protocol.class),
                        "http1",
                        "what the application speaks"),
                section.optional(
                        "trustedCertificates",
                        Kind.FILE,
                        "a PEM file with the authorities to trust, for https; else those of the JDK"),
                section.orElse(
                        "balance",
                        Kind.choice(Balance.class),
                        "round-robin",
                        "which instance is next"),
                section.section("timeouts", Timeouts::read),
                section.orElse(
                        "concurrentRequests",
                        Kind.whole(1, 1_000_000),
                        "1000",
                        "requests in flight to one instance; beyond it 503"),
                section.section("breaker", Breaker::read),
                section.section("retry", Retry::read),
                section.section("health", Health::read),
                section.section("ejection", Ejection::read),
                section.orElse(
                        "slowStart",
                        Kind.duration("0s", "10m"),
                        "10s",
                        "how long the share of a new instance grows"));
    }

    private static Discovery discovery(Section section) {
        var endpoints = section.list("upstreams", Kind.ENDPOINT, "the instances, written down");
        var dns =
                section.optional(
                        "dns",
                        Kind.ENDPOINT,
                        "or: a host whose A and AAAA records are the instances");
        var service =
                section.optional(
                        "dnsService",
                        Kind.matching(
                                "https?://[A-Za-z0-9_.-]+",
                                "http:// or https:// and the name of SRV records, as in 'http://_shop._tcp.example.org'",
                                "http://_shop._tcp.example.org"),
                        "or: SRV records");
        var registry =
                section.optional(
                        "registry",
                        Kind.matching("[a-z][a-z0-9-]*", "a lower-case name", "shop"),
                        "or: instances that register themselves in the source database under this name");
        int given =
                (endpoints.isEmpty() ? 0 : 1)
                        + (dns.isPresent() ? 1 : 0)
                        + (service.isPresent() ? 1 : 0)
                        + (registry.isPresent() ? 1 : 0);
        if (given != 1 && section.isRead()) {
            section.problem(
                    section.has("upstreams") ? "upstreams" : "",
                    "'%s' needs exactly one of upstreams, dns, dnsService and registry, and has %d."
                            .formatted(section.path(), given));
        }
        return registry.<Discovery>map(Discovery.Registry::new)
                .or(() -> dns.map(Discovery.Dns::new))
                .or(() -> service.map(UpstreamSettings::service))
                .orElseGet(() -> new Discovery.Static(endpoints));
    }

    private static Discovery service(String url) {
        return new Discovery.DnsService(
                url.startsWith("https"), url.substring(url.indexOf("//") + 2));
    }
}
