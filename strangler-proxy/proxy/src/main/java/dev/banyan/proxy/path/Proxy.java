package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Peers;
import dev.banyan.proxy.http.RequestGuard;
import dev.banyan.proxy.spi.DataPath;
import dev.banyan.proxy.spi.ProxySettings;
import dev.banyan.proxy.spi.Routes;
import dev.banyan.proxy.spi.Surroundings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.NettyRuntime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

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
    private final ClientInitializer clients;
    private final Channel listener;
    private final Context context;
    private final List<Runnable> listeners;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean stopping;

    private Proxy(Running running, Channel listener) {
        this.group = running.group();
        this.transport = running.transport();
        this.tables = running.context().tables();
        this.loops = running.loops();
        this.context = running.context();
        this.listeners = running.listeners();
        this.clients = running.clients();
        this.listener = listener;
    }

    /// What has been made before the proxy listens.
    private record Running(
            MultiThreadIoEventLoopGroup group,
            ChosenTransport transport,
            Context context,
            List<Loop> loops,
            ClientInitializer clients,
            List<Runnable> listeners) {}

    /// Listens when it returns.
    ///
    /// @throws IllegalStateException when the address is taken or the transport does not work here
    public static Proxy start(ProxySettings settings, Surroundings surroundings, Routes routes) {
        var running = prepare(settings, surroundings, routes);
        try {
            var proxy = new Proxy(running, listen(running));
            LOG.log(
                    System.Logger.Level.INFO,
                    "Listening on {0} with {1} loops on {2}.",
                    proxy.address(),
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
        var listeners = new CopyOnWriteArrayList<Runnable>();
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
                        () -> listeners.forEach(Runnable::run));
        var group = new MultiThreadIoEventLoopGroup(count, transport.handlers());
        var loops = loops(group, context);
        var clients = new ClientInitializer(loops, context);
        return new Running(group, transport, context, loops, clients, listeners);
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

    private static Channel listen(Running running) {
        var settings = running.context().settings().listen();
        var bootstrap = new ServerBootstrap();
        running.transport().reusePort(bootstrap);
        var bound =
                bootstrap
                        .group(running.group())
                        .channel(running.transport().server())
                        .option(ChannelOption.SO_BACKLOG, settings.backlog())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK, UpstreamChannels.WATER_MARKS)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR, UpstreamChannels.receiveBuffers())
                        .childHandler(running.clients())
                        .bind(settings.address())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "Cannot listen on '%s': %s. Next: stop what listens there, or set another address."
                            .formatted(settings.address(), bound.cause().getMessage()),
                    bound.cause());
        }
        return bound.channel();
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
        listeners.add(listener);
    }

    @Override
    public State state() {
        return new LiveState(context, loops).read();
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
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
            if (grace.isZero()) {
                listener.close().addListener(closed -> end.begin(grace));
            } else {
                new Retreat(listener, clients::accepted, () -> end.begin(grace)).begin();
            }
        }
        return stopped;
    }
}
