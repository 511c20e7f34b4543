package dev.banyan.ledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The proxy process.
public record ProxySettings(
        Optional<String> name,
        Address listen,
        Optional<Tls> tls,
        AdminSettings admin,
        Path state,
        Transport transport,
        int loops,
        List<String> trustedProxies,
        UpstreamSettings control,
        Limits limits,
        Hold hold,
        AccessLog accessLog,
        Duration drain) {

    public ProxySettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /// How the proxy talks to the network.
    public enum Transport {
        /// The best that works here: io_uring, epoll, then NIO.
        AUTO,
        /// Linux, kernel 5.14 and newer.
        IO_URING,
        /// Linux.
        EPOLL,
        /// Everywhere.
        NIO
    }

    /// A second address, for HTTPS.
    public record Tls(Address listen, Path certificate, Path key, Optional<Secret> keyPassword) {
        static Tls read(Section section) {
            return new Tls(
                    section.orElse(
                            "listen",
                            Kind.ADDRESS,
                            "127.0.0.1:8443",
                            "where clients connect by HTTPS"),
                    section.required(
                            "certificate",
                            Kind.FILE,
                            "a PEM file with the certificate and its chain"),
                    section.required("key", Kind.FILE, "a PEM file with the key in PKCS#8"),
                    section.secret("keyPassword", "the key's password; none for a plain key"));
        }
    }

    /// What a client may ask of the proxy; beyond it the request or connection is refused.
    public record Limits(
            int connections,
            DataSize requestLine,
            DataSize head,
            int headers,
            DataSize body,
            int concurrentStreams,
            Duration headTimeout,
            Duration idle,
            Duration webSocketIdle) {
        static Limits read(Section section) {
            return new Limits(
                    section.orElse(
                            "connections", Kind.whole(1, 1_000_000), "20000", "open at once"),
                    section.orElse(
                            "requestLine",
                            Kind.size("256B", "1MB"),
                            "8KB",
                            "the first line; beyond: 414"),
                    section.orElse(
                            "head", Kind.size("1KB", "1MB"), "16KB", "all headers; beyond: 431"),
                    section.orElse(
                            "headers", Kind.whole(8, 10_000), "100", "how many; beyond: 431"),
                    section.orElse(
                            "body", Kind.size("0B", "1000GB"), "16GB", "of a request; beyond: 413"),
                    section.orElse(
                            "concurrentStreams",
                            Kind.whole(1, 10_000),
                            "100",
                            "of one HTTP/2 connection"),
                    section.orElse(
                            "headTimeout",
                            Kind.duration("100ms", "10m"),
                            "10s",
                            "from the first byte of a request to the end of its head"),
                    section.orElse(
                            "idle",
                            Kind.duration("1s", "1d"),
                            "60s",
                            "without a byte, between requests or within a body"),
                    section.orElse(
                            "webSocketIdle",
                            Kind.duration("1s", "7d"),
                            "1h",
                            "without a byte, on a WebSocket"));
        }
    }

    /// How many writes may wait while a module changes its owner; beyond: 503 with Retry-After.
    public record Hold(int requests, DataSize bytes, DataSize bodyBytes, Duration time) {
        static Hold read(Section section) {
            return new Hold(
                    section.orElse("requests", Kind.whole(0, 1_000_000), "1000", "of one module"),
                    section.orElse(
                            "bytes",
                            Kind.size("0B", "10GB"),
                            "16MB",
                            "of one module, heads and bodies"),
                    section.orElse(
                            "bodyBytes",
                            Kind.size("0B", "16MB"),
                            "64KB",
                            "of one request that are kept, to be sent again where the owner refused it as fenced"),
                    section.orElse("time", Kind.duration("100ms", "1m"), "10s", "of one request"));
        }
    }

    /// One line of JSON for each request.
    public record AccessLog(Output output, Optional<Path> file, int queue) {
        /// Where the lines go.
        public enum Output {
            /// Nowhere.
            OFF,
            /// To the standard output.
            STDOUT,
            /// To a file, which is opened again when it was moved away.
            FILE
        }

        static AccessLog read(Section section) {
            var output =
                    section.orElse(
                            "output", Kind.choice(Output.class), "stdout", "where the lines go");
            var file = section.optional("file", Kind.FILE, "the file, where the output is one");
            if (output == Output.FILE && file.isEmpty()) {
                section.problem(
                        "output",
                        "'%s.output' is file, and no '%s.file' is given."
                                .formatted(section.path(), section.path()));
            }
            return new AccessLog(
                    output,
                    file,
                    section.orElse(
                            "queue",
                            Kind.whole(1, 1_000_000),
                            "8192",
                            "lines that wait to be written; beyond, lines are dropped and counted"));
        }
    }

    static ProxySettings read(Section section) {
        return new ProxySettings(
                section.optional(
                        "name",
                        Kind.matching(
                                "[A-Za-z0-9._:-]{1,100}", "letters, digits, . _ : -", "proxy-1"),
                        "the process in the ledger; by default host and port"),
                section.orElse("listen", Kind.ADDRESS, "127.0.0.1:8080", "where clients connect"),
                section.optionalSection("tls", Tls::read),
                AdminSettings.read(section, "127.0.0.1:8081"),
                section.orElse(
                        "state",
                        Kind.FILE,
                        ".banyan/proxy",
                        "a folder for the last known routes and the generated token"),
                section.orElse(
                        "transport",
                        Kind.choice(Transport.class),
                        "auto",
                        "how it talks to the network"),
                section.orElse(
                        "loops",
                        Kind.whole(0, 256),
                        "0",
                        "threads for traffic; 0 is one for each core"),
                section.list(
                        "trustedProxies",
                        Kind.matching(
                                "[0-9A-Fa-f.:]+(/[0-9]{1,3})?",
                                "an address or a network",
                                "10.0.0.0/8"),
                        "whose Forwarded, X-Forwarded-* and traceparent are believed; of others they are dropped"),
                section.section("control", UpstreamSettings::read),
                section.section("limits", Limits::read),
                section.section("hold", Hold::read),
                section.section("accessLog", AccessLog::read),
                section.orElse(
                        "drain",
                        Kind.duration("0s", "10m"),
                        "30s",
                        "how long a stop waits for requests in flight"));
    }
}
