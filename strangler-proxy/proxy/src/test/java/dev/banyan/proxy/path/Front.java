package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Exchanged;
import dev.banyan.proxy.spi.ListenSettings;
import dev.banyan.proxy.spi.LoopObserver;
import dev.banyan.proxy.spi.ModuleTerms;
import dev.banyan.proxy.spi.OwnWrites;
import dev.banyan.proxy.spi.ProxySettings;
import dev.banyan.proxy.spi.Routes;
import dev.banyan.proxy.spi.Surroundings;
import dev.banyan.proxy.spi.Timeouts;
import dev.banyan.proxy.spi.TlsSettings;
import dev.banyan.proxy.spi.Transport;
import dev.banyan.proxy.spi.TwoApplications;
import dev.banyan.proxy.spi.Upstreams;
import dev.banyan.routing.ModuleRouting;
import dev.banyan.routing.RoutingTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A proxy of a test, which keeps what its observers heard.
final class Front implements AutoCloseable {

    /// The end of an exchange.
    record Ended(
            String target, int status, String reason, int tries, boolean held, boolean replayed) {}

    static final Timeouts PATIENT =
            Timeouts.DEFAULT
                    .withHead(FixedUpstream.PATIENCE)
                    .withBodyIdle(FixedUpstream.PATIENCE)
                    .withOwnWrites(FixedUpstream.PATIENCE);

    final List<Ended> ended = new CopyOnWriteArrayList<>();
    final Proxy proxy;

    private Front(
            ProxySettings settings,
            Upstreams upstreams,
            OwnWrites own,
            TwoApplications applications,
            Routes routes) {
        var surroundings = new Surroundings(upstreams, own, applications, loop -> new Recorder());
        this.proxy = Proxy.start(settings, surroundings, routes);
    }

    private final class Recorder implements LoopObserver {
        @Override
        public void ended(Exchanged exchanged) {
            ended.add(
                    new Ended(
                            exchanged.target(),
                            exchanged.status(),
                            exchanged.reason(),
                            exchanged.tries(),
                            exchanged.held(),
                            exchanged.replayed()));
        }

        @Override
        public void clientConnected() {}

        @Override
        public void clientDisconnected() {}

        @Override
        public void clientRefused() {}

        @Override
        public void upstreamConnected(Endpoint endpoint) {}

        @Override
        public void upstreamDisconnected(Endpoint endpoint) {}
    }

    /// The transports that work on this machine.
    static Stream<Transport> transports() {
        return Stream.of(Transport.IO_URING, Transport.EPOLL, Transport.NIO)
                .filter(ChosenTransport::isAvailable);
    }

    static ProxySettings settings(Transport transport) {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var settings = ProxySettings.on(ListenSettings.on(anyPort).with(transport).withLoops(2));
        return settings.with(PATIENT);
    }

    static Routes noRoutes() {
        return new Routes(RoutingTable.EMPTY, Map.of());
    }

    /// Routes of one module, at a version, never with a hold that ends by itself.
    static Routes routes(long version, ModuleRouting module) {
        var terms = new ModuleTerms(version, true, System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        return new Routes(
                RoutingTable.of(version, List.of(module)), Map.of(module.module(), terms));
    }

    static Front before(Transport transport, RecordingUpstream control) {
        return before(transport, control, settings -> settings);
    }

    static Front before(
            Transport transport, RecordingUpstream control, UnaryOperator<ProxySettings> change) {
        var upstreams = FixedUpstream.at(control).withCandidates(Map.of());
        return start(change.apply(settings(transport)), upstreams, noRoutes());
    }

    /// One that also speaks TLS, on an address of its own.
    static Front withTls(Transport transport, RecordingUpstream control, TlsSettings certificate) {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return before(
                transport,
                control,
                settings -> settings.with(settings.listen().withTls(anyPort, certificate)));
    }

    InetSocketAddress tlsAddress() {
        return Objects.requireNonNull(proxy.tlsAddress());
    }

    static Front start(ProxySettings settings, Upstreams upstreams, Routes routes) {
        return new Front(settings, upstreams, OwnWrites.NONE, TwoApplications.UNCHANGED, routes);
    }

    static Front start(
            ProxySettings settings,
            Upstreams upstreams,
            OwnWrites own,
            TwoApplications applications,
            Routes routes) {
        return new Front(settings, upstreams, own, applications, routes);
    }

    RawClient client() throws IOException {
        return new RawClient(proxy.address());
    }

    /// Opens a connection for one request.
    Wire.Message ask(String request) throws IOException {
        try (var client = client()) {
            return client.ask(request);
        }
    }

    @Override
    public void close() {
        var stopped = proxy.stop(Duration.ZERO).toCompletableFuture();
        try {
            stopped.get(FixedUpstream.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException failed) {
            throw new AssertionError("The proxy does not stop. Its threads:\n" + threads(), failed);
        }
    }

    private static String threads() {
        var text = new StringBuilder();
        Thread.getAllStackTraces()
                .forEach((thread, frames) -> {
                    text.append(thread).append(' ').append(thread.getState()).append('\n');
                    for (var frame : frames) {
                        text.append("    at ").append(frame).append('\n');
                    }
                });
        return text.toString();
    }
}
