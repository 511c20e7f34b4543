package dev.banyan.proxy.bench;

import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Step;
import dev.banyan.ledger.Traffic;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.proxy.ProxyMain;
import dev.banyan.routing.Share;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Starts everything that is compared: an upstream in C, and proxies in front of it with one worker
/// each.
final class Ground {
    private static final String PASSWORD = "SOURCE_PASSWORD";
    private static final int LARGE = 1 << 16;

    private final Path folder;
    private final int upstream;

    Ground(Path folder) throws IOException {
        this.folder = folder;
        this.upstream = freePort();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /// The application: nginx with two files, and an answer to every POST.
    Peer upstream() throws IOException {
        write("www/api/stock/1k", "x".repeat(1_024));
        write("www/api/stock/64k", "x".repeat(LARGE));
        return nginx(
                "none",
                upstream,
                """
                root %s/www; open_file_cache max=10; sendfile on; tcp_nopush on;
                server { listen 127.0.0.1:%d backlog=4096; location = /api/stock/post { return 200 ok; } }
                """
                        .formatted(folder, upstream));
    }

    Peer nginx() throws IOException {
        int port = freePort();
        return nginx(
                "nginx",
                port,
                """
                upstream app { server 127.0.0.1:%d; keepalive 256; keepalive_requests 1000000000; }
                server {
                  listen 127.0.0.1:%d backlog=4096;
                  location / {
                    proxy_pass http://app; proxy_http_version 1.1;
                    proxy_set_header Connection ""; proxy_set_header Host $http_host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_set_header X-Forwarded-Proto $scheme;
                  }
                }
                """
                        .formatted(upstream, port));
    }

    private Peer nginx(String name, int port, String servers) throws IOException {
        var own = folder.resolve(name);
        Files.createDirectories(own);
        var text =
                """
                user root; daemon off; worker_processes 1; worker_rlimit_nofile 16384; pid %1$s/pid; error_log %1$s/errors;
                events { worker_connections 16384; }
                http {
                  access_log off; keepalive_requests 1000000000; keepalive_timeout 1h;
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxied;
                  fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  %2$s
                }
                """
                        .formatted(own, servers);
        var file = write(name + "/nginx.conf", text);
        return Peer.start(
                name,
                port,
                own.resolve("log"),
                Map.of(),
                List.of(
                        Tools.get("nginx").toString(),
                        "-e",
                        own + "/errors",
                        "-c",
                        file.toString()));
    }

    Peer haproxy(Path program) throws IOException {
        int port = freePort();
        var file =
                write(
                        "haproxy/haproxy.cfg",
                        """
                        global
                          nbthread 1
                          maxconn 9000
                        defaults
                          mode http
                          timeout connect 1s
                          timeout client 75s
                          timeout server 30s
                          option forwardfor
                          http-reuse always
                        frontend clients
                          bind 127.0.0.1:%d backlog 4096
                          default_backend app
                        backend app
                          server one 127.0.0.1:%d
                        """
                                .formatted(port, upstream));
        var log = folder.resolve("haproxy/log");
        return Peer.start(
                "haproxy",
                port,
                log,
                Map.of(),
                List.of(program.toString(), "-db", "-f", file.toString()));
    }

    /// Spring Cloud Gateway (WebFlux) with its defaults and as much memory as it likes.
    Peer gateway(Path jar) throws IOException {
        int port = freePort();
        Files.createDirectories(folder.resolve("gateway"));
        var route = "--spring.cloud.gateway.server.webflux.routes[0].";
        return Peer.start(
                "spring-cloud-gateway",
                port,
                folder.resolve("gateway/log"),
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        jar.toString(),
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        route + "id=all",
                        route + "uri=http://127.0.0.1:" + upstream,
                        route + "predicates[0]=Path=/**"));
    }

    /// The proxy of this project, with a ledger, and half of the reads on the candidate.
    Peer banyan(TestDatabase database) throws IOException {
        int port = freePort();
        var text =
                """
                source: {url: '%s', username: '%s', password: '${%s}'}
                proxy:
                  listen: 127.0.0.1:%d
                  admin: 127.0.0.1:0
                  state: '%s/banyan'
                  loops: 1
                  accessLog: {output: 'off'}
                  control: {upstreams: ['http://127.0.0.1:%d']}
                modules:
                  inventory:
                    schemas: [inventory]
                    stickyKey: cookie:user
                    routes: [{path: /api/stock/**}]
                    candidate: {upstreams: ['http://127.0.0.1:%d']}
                """
                        .formatted(
                                database.url(),
                                database.username(),
                                PASSWORD,
                                port,
                                folder,
                                upstream,
                                upstream);
        var file = write("banyan/banyan.yaml", text);
        var environment = Map.of(PASSWORD, database.password());
        split(BanyanSettings.parse("banyan.yaml", text, environment), database);
        return Peer.start("banyan", port, folder.resolve("banyan/log"), environment, java(file));
    }

    private static List<String> java(Path file) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ProxyMain.class.getName(),
                file.toString());
    }

    private static void split(BanyanSettings settings, TestDatabase database) {
        var connections =
                LedgerConnections.to(database.url(), database.username(), database.password());
        try (var ledger = Ledger.on(connections, UUID::randomUUID)) {
            var note = Note.by("benchmark");
            var module = settings.module("inventory");
            var traffic = Traffic.onControl(module.routes(), module.stickyKey(), module.cohorts());
            var id = UUID.randomUUID().toString();
            var begin = new Change.Begin(id, AttemptKind.CREATE, "benchmark", "benchmark");
            ledger.install();
            taken(ledger.plan("inventory", traffic, module.toJson(), note));
            taken(ledger.apply("inventory", begin, note));
            taken(ledger.apply("inventory", new Change.Finish(id, "benchmark"), note));
            var reads = new Change.SwitchReads(Share.ofPercent(50));
            taken(ledger.apply("inventory", reads, note));
        }
    }

    private static void taken(Step step) {
        if (!(step instanceof Step.Taken)) {
            throw new IllegalStateException("The ledger did not take a change: " + step);
        }
    }
}
