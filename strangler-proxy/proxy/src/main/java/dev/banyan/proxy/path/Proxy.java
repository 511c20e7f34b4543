package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Peers;
import dev.banyan.proxy.http.RequestGuard;
import dev.banyan.proxy.spi.DataPath;
import dev.banyan.proxy.spi.ProxySettings;
import dev.banyan.proxy.spi.Routes;
import dev.banyan.proxy.spi.Surroundings;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NettyRuntime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The data path. One event loop per core; each owns its clients and the upstream connections that
/// serve them. Thread-safe.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
public final class Proxy implements DataPath {

    private static final System.Logger LOG = System.getLogger(Proxy.class.getName());

    private final MultiThreadIoEventLoopGroup group;
    private final ChosenTransport transport;
    private final Tables tables;
    private final List<Loop> loops;
    private final Listener cleartext;
    private final @Nullable Listener tls;
    private final Context context;
    private final List<Runnable> acknowledgements;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean stopping;

    private Proxy(Running running, Listener cleartext, @Nullable Listener tls) {
        this.group = running.group();
        this.transport = running.transport();
        this.tables = running.context().tables();
        this.loops = running.loops();
        this.context = running.context();
        this.acknowledgements = running.acknowledgements();
        this.cleartext = cleartext;
        this.tls = tls;
    }

    /// What has been made before the proxy listens.
    private record Running(
            MultiThreadIoEventLoopGroup group,
            ChosenTransport transport,
            Context context,
            List<Loop> loops,
            List<Runnable> acknowledgements) {}

    /// Listens when it returns.
    ///
    /// @throws IllegalStateException when the address is taken or the transport does not work here
    public static Proxy start(ProxySettings settings, Surroundings surroundings, Routes routes) {
        var running = prepare(settings, surroundings, routes);
        try {
            var proxy = listening(running);
            LOG.log(
                    System.Logger.Level.INFO,
                    "Listening on {0} with {1} loops on {2}.",
                    proxy.addresses(),
                    Integer.toString(running.loops().size()),
                    proxy.transport());
            return proxy;
        } catch (RuntimeException e) {
            running.group().shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
            throw e;
        }
    }

    private static Running prepare(
            ProxySettings settings, Surroundings surroundings, Routes routes) {
        var transport = ChosenTransport.of(settings.listen().transport());
        int wanted = settings.listen().loops();
        int count = wanted == 0 ? NettyRuntime.availableProcessors() : wanted;
        var acknowledgements = new CopyOnWriteArrayList<Runnable>();
        var strictness = settings.strictness();
        var context =
                new Context(
                        settings,
                        surroundings,
                        new RequestGuard(
                                strictness.encodedSlashes(),
                                strictness.emptySegments(),
                                strictness.underscores(),
                                settings.limits().headers()),
                        new Peers(strictness.trustedPeers()),
                        new Tables(routes, count),
                        new HoldBudgets(settings.hold()),
                        Nanos.of(settings.timeouts()),
                        new UpstreamChannels(transport),
                        () -> acknowledgements.forEach(Runnable::run));
        var group = new MultiThreadIoEventLoopGroup(count, transport.handlers());
        var loops = loops(group, context);
        return new Running(group, transport, context, loops, acknowledgements);
    }

    private static List<Loop> loops(MultiThreadIoEventLoopGroup group, Context context) {
        var loops = new ArrayList<Loop>();
        for (var executor : group) {
            var loop = new Loop(loops.size(), (EventLoop) executor, context, System.nanoTime());
            loop.start();
            loops.add(loop);
        }
        return List.copyOf(loops);
    }

    private static Proxy listening(Running running) {
        var settings = running.context().settings().listen();
        var clients = new Clients(running.loops(), running.context());
        // A certificate that cannot be used is found before anything listens.
        var second = settings.tls();
        var certificate = second == null ? null : ClientTls.of(second.certificate());
        var cleartext = listen(running, settings.address(), null, clients);
        var tls = second == null ? null : listen(running, second.address(), certificate, clients);
        return new Proxy(running, cleartext, tls);
    }

    private static Listener listen(
            Running running,
            InetSocketAddress address,
            @Nullable SslContext certificate,
            Clients clients) {
        return Listener.on(address, certificate, running.group(), running.transport(), clients);
    }

    @Override
    public void use(Routes routes) {
        var table = tables.add(routes);
        for (var loop : loops) {
            loop.executor.execute(() -> loop.adopt(table));
        }
    }

    @Override
    public long acknowledged(String module) {
        return tables.acknowledged(module);
    }

    @Override
    public void onAcknowledged(Runnable listener) {
        acknowledgements.add(listener);
    }

    @Override
    public State state() {
        return new LiveState(context, loops).read();
    }

    @Override
    public InetSocketAddress address() {
        return cleartext.address();
    }

    private String addresses() {
        return tls == null ? address().toString() : address() + ", by TLS on " + tls.address();
    }

    /// The address that it listens on for TLS, or null for none.
    @Nullable InetSocketAddress tlsAddress() {
        return tls == null ? null : tls.address();
    }

    @Override
    public String transport() {
        return transport.description();
    }

    @Override
    public synchronized CompletionStage<Void> stop(Duration grace) {
        if (!stopping) {
            stopping = true;
            loops.forEach(loop -> loop.executor.execute(loop::announceStop));
            var end = new Stop(loops, group, stopped);
            leave(grace, () -> end.begin(grace));
        }
        return stopped;
    }

    /// Each listener leaves on its own loop, beside the other.
    private void leave(Duration grace, Runnable left) {
        var listeners = tls == null ? List.of(cleartext) : List.of(cleartext, tls);
        var missing = new AtomicInteger(listeners.size());
        for (var listener : listeners) {
            listener.leave(
                    grace,
                    () -> {
                        if (missing.decrementAndGet() == 0) {
                            left.run();
                        }
                    });
        }
    }
}
