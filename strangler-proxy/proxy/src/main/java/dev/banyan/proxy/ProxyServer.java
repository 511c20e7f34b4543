package dev.banyan.proxy;

import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.ledger.config.DatabaseSettings;
import dev.banyan.ledger.config.ModuleSettings;
import dev.banyan.ledger.config.ProxySettings;
import dev.banyan.ledger.config.UpstreamSettings;
import dev.banyan.proxy.admin.AdminServer;
import dev.banyan.proxy.admin.AdminToken;
import dev.banyan.proxy.admin.StateJson;
import dev.banyan.proxy.applications.SharedAddress;
import dev.banyan.proxy.control.LedgerLink;
import dev.banyan.proxy.discovery.InstanceRegistry;
import dev.banyan.proxy.observe.AccessLog;
import dev.banyan.proxy.observe.Observers;
import dev.banyan.proxy.ownwrites.MarkedWriters;
import dev.banyan.proxy.path.Proxy;
import dev.banyan.proxy.spi.DataPath;
import dev.banyan.proxy.spi.Surroundings;
import dev.banyan.proxy.upstream.CircuitBreaker;
import dev.banyan.proxy.upstream.ConfiguredUpstreams;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The whole proxy: data path, link to the ledger, upstreams, metrics, log and admin port.
public final class ProxyServer implements AutoCloseable {
    private static final int REMEMBERED_KEYS = 100_000;

    /// Calls between modules, event receivers and management never come in from outside.
    private static final List<String> INTERNAL_PATHS =
            List.of("/internal", "/actuator", "/management");

    private final Duration drain;
    private final PrometheusMeterRegistry meters =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ChangingApplications applications = new ChangingApplications();
    private final @Nullable AccessLog log;
    private final ConfiguredUpstreams upstreams;
    private final LedgerLink link;
    private final DataPath path;
    private final AdminServer admin;
    private volatile boolean stopping;

    private ProxyServer(
            ProxySettings settings, LedgerConnections ledger, Map<String, String> environment)
            throws IOException {
        this.drain = settings.drain();
        this.log = accessLog(settings.accessLog());
        this.upstreams =
                new ConfiguredUpstreams(
                        settings.control(),
                        Optional.of(new InstanceRegistry(ledger)),
                        System::nanoTime);
        this.link = new LedgerLink(ledger, settings.state(), INTERNAL_PATHS, this::modulesChanged);
        var writers = new MarkedWriters(link::boundMicros, link::streams, REMEMBERED_KEYS);
        var observers = new Observers(log, InstantSource.system());
        var routes = link.start();
        this.path =
                Proxy.start(
                        Settings.of(settings, environment),
                        new Surroundings(upstreams, writers, applications, observers::of),
                        routes);
        var name = settings.name().orElseGet(this::hostAndPort);
        link.attach(path, routes, name, path.address().toString(), observers::reads);
        measure(observers, writers);
        this.admin = admin(settings, environment);
    }

    /// Starts, and takes traffic when it returns.
    ///
    /// @throws dev.banyan.ledger.config.BadConfiguration when a secret is missing
    /// @throws IOException when the state folder cannot be used or the admin address is taken
    public static ProxyServer start(BanyanSettings settings, Map<String, String> environment)
            throws IOException {
        var proxy =
                settings.proxy()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "The configuration has no section 'proxy'. Next: add it with 'control: {upstreams: [http://…]}'."));
        return new ProxyServer(proxy, connections(settings.source(), environment), environment);
    }

    private static LedgerConnections connections(
            DatabaseSettings source, Map<String, String> environment) {
        var password = source.password().map(secret -> secret.reveal(environment)).orElse("");
        return LedgerConnections.to(source.url(), source.username(), password);
    }

    private static @Nullable AccessLog accessLog(ProxySettings.AccessLog settings) {
        return switch (settings.output()) {
            case OFF -> null;
            case STDOUT -> new AccessLog(ProxyServer::standardOutput, settings.queue());
            case FILE -> {
                var file = settings.file().orElseThrow();
                yield new AccessLog(() -> append(file), settings.queue());
            }
        };
    }

    private static OutputStream append(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static OutputStream standardOutput() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                System.out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                System.out.write(bytes, offset, length);
            }

            @Override
            public void flush() {
                System.out.flush();
            }
        };
    }

    private void modulesChanged(Map<String, ModuleSettings> modules) {
        var candidates = new LinkedHashMap<String, UpstreamSettings>();
        var cookies = new LinkedHashMap<String, Set<String>>();
        modules.forEach((name, module) -> {
            module.candidate().ifPresent(candidate -> candidates.put(name, candidate));
            cookies.put(name, new LinkedHashSet<>(module.sessionCookies()));
        });
        upstreams.candidates(candidates);
        applications.use(new SharedAddress(cookies));
    }

    private void measure(Observers observers, MarkedWriters writers) {
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        meters.getPrometheusRegistry().register(observers);
        FunctionCounter.builder("banyan_stale_reads", writers, MarkedWriters::staleReads)
                .description(
                        "Requests that went on although their side lacked the client's writes.")
                .register(meters);
        Gauge.builder("banyan_ledger_version", link, LedgerLink::version)
                .description("The ledger's version that was seen last.")
                .register(meters);
        Gauge.builder("banyan_ledger_reachable", link, it -> it.isReachable() ? 1 : 0)
                .description("Whether the ledger answers.")
                .register(meters);
        Gauge.builder("banyan_proxy_held_requests", path, ProxyServer::held)
                .description("Writes that wait now.")
                .register(meters);
    }

    private static double held(DataPath path) {
        return path.state().modules().stream().mapToInt(DataPath.ModuleState::held).sum();
    }

    private AdminServer admin(ProxySettings settings, Map<String, String> environment)
            throws IOException {
        var address = settings.admin().listen();
        var given = settings.admin().token();
        var token =
                given.isPresent()
                        ? new AdminToken(given.get().reveal(environment))
                        : AdminToken.in(
                                settings.state().resolve("admin-token"), new SecureRandom());
        return new AdminServer(
                new InetSocketAddress(address.host(), address.port()), token, new Operations());
    }

    private String hostAndPort() {
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + path.address().getPort();
        } catch (IOException nameless) {
            return "localhost:" + path.address().getPort();
        }
    }

    public InetSocketAddress address() {
        return path.address();
    }

    public InetSocketAddress adminAddress() {
        return admin.address();
    }

    /// Says that it is not ready, lets requests under way end, and stops.
    @Override
    public void close() {
        stopping = true;
        path.stop(drain)
                .toCompletableFuture()
                .orTimeout(drain.toMillis() + 10_000, TimeUnit.MILLISECONDS)
                .exceptionally(late -> null)
                .join();
        link.close();
        admin.close();
        upstreams.close();
        if (log != null) {
            log.close();
        }
        meters.close();
    }

    private final class Operations implements AdminServer.Operations {
        @Override
        public String unready() {
            if (stopping) {
                return "the proxy is stopping";
            }
            return upstreams.control().state().stream()
                            .anyMatch(it -> it.healthy() && !it.ejected())
                    ? ""
                    : "no instance of the control is healthy";
        }

        @Override
        public String state() {
            var refusal = link.refusal();
            return StateJson.of(
                    path,
                    new StateJson.LedgerState(
                            link.version(), link.isReachable(), refusal == null ? "" : refusal),
                    upstreams.all());
        }

        @Override
        public String metrics() {
            return meters.scrape();
        }

        @Override
        public boolean force(String upstream, CircuitBreaker.Force force) {
            for (var known : upstreams.all()) {
                if (known.name().equals(upstream)) {
                    known.breaker().force(force);
                    return true;
                }
            }
            return false;
        }
    }
}
