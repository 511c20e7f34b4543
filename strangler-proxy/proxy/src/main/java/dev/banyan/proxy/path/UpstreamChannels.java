package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Endpoint;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.Future;

/// Opens connections to upstreams, each on the loop of the client that it is for. Thread-safe.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class UpstreamChannels {

    static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(32 << 10, 64 << 10);

    private final ChosenTransport transport;
    private final UpstreamTls tls = new UpstreamTls();

    UpstreamChannels(ChosenTransport transport) {
        this.transport = transport;
    }

    static int connectMillis(Endpoint endpoint) {
        return (int) endpoint.connect().toMillis();
    }

    static AdaptiveRecvByteBufAllocator receiveBuffers() {
        return new AdaptiveRecvByteBufAllocator(64, 4_096, 65_536);
    }

    private Bootstrap bootstrap(Loop loop, Endpoint endpoint) {
        return new Bootstrap()
                .group(loop.executor)
                .channel(transport.client())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis(endpoint))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffers());
    }

    /// Opens an HTTP/1.1 connection for an exchange.
    void connect(Pool pool, Exchange exchange) {
        var endpoint = pool.endpoint();
        bootstrap(pool.loop(), endpoint)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                pool.loop().track(channel);
                                tls.install(channel, endpoint, false);
                                new UpstreamConnection(pool, channel).install();
                            }
                        })
                .connect(endpoint.address())
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        awaitTls(connected.channel(), endpoint, pool, exchange);
                    } else {
                        exchange.notConnected();
                    }
                });
    }

    /// Opens an HTTP/2 connection for a loop.
    void connectHttp2(Loop loop, Endpoint endpoint, H2Upstream upstream) {
        bootstrap(loop, endpoint)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                loop.track(channel);
                                tls.install(channel, endpoint, true);
                                if (!endpoint.secure()) {
                                    upstream.install(channel);
                                }
                            }
                        })
                .connect(endpoint.address())
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        upstream.notConnected();
                    } else if (endpoint.secure()) {
                        awaitAgreement(connected.channel(), upstream);
                    } else {
                        upstream.connected(connected.channel());
                    }
                });
    }

    private static void awaitAgreement(Channel channel, H2Upstream upstream) {
        UpstreamTls.handshake(channel)
                .addListener((Future<Channel> done) -> {
                    if (done.isSuccess() && UpstreamTls.speaksHttp2(channel)) {
                        upstream.install(channel);
                        upstream.connected(channel);
                    } else {
                        channel.close();
                        upstream.notConnected();
                    }
                });
    }

    private static void awaitTls(Channel channel, Endpoint endpoint, Pool pool, Exchange exchange) {
        if (!endpoint.secure()) {
            pool.opened(UpstreamConnection.of(channel), exchange);
            return;
        }
        UpstreamTls.handshake(channel)
                .addListener((Future<Channel> done) -> {
                    if (done.isSuccess()) {
                        pool.opened(UpstreamConnection.of(channel), exchange);
                    } else {
                        channel.close();
                        exchange.notConnected();
                    }
                });
    }
}
