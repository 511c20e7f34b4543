package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.ListenSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An address on which clients are accepted. Thread-safe.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class Listener {

    private final Channel channel;
    private final ClientInitializer clients;

    private Listener(Channel channel, ClientInitializer clients) {
        this.channel = channel;
        this.clients = clients;
    }

    /// Takes connections when it returns.
    ///
    /// @throws IllegalStateException when the address is taken
    static Listener on(
            InetSocketAddress address,
            @Nullable SslContext tls,
            EventLoopGroup group,
            ChosenTransport transport,
            Clients known) {
        var clients = new ClientInitializer(known, tls);
        var bootstrap = bootstrap(known.context().settings().listen(), transport);
        var bound =
                bootstrap.group(group).childHandler(clients).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "Cannot listen on '%s': %s. Next: stop what listens there, or set another address."
                            .formatted(address, bound.cause().getMessage()),
                    bound.cause());
        }
        return new Listener(bound.channel(), clients);
    }

    private static ServerBootstrap bootstrap(ListenSettings settings, ChosenTransport transport) {
        var bootstrap = new ServerBootstrap();
        transport.reusePort(bootstrap);
        return bootstrap
                .channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UpstreamChannels.WATER_MARKS)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, UpstreamChannels.receiveBuffers());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /// Accepts no more: at once, or when there is time, so that a successor gets what comes next.
    ///
    /// @param left runs when nothing more will be accepted
    void leave(Duration grace, Runnable left) {
        if (grace.isZero()) {
            channel.close().addListener(closed -> left.run());
        } else {
            new Retreat(channel, clients::accepted, left).begin();
        }
    }
}
