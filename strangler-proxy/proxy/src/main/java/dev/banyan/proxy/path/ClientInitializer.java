package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Forwarding;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Sets up each connection of one listener on its loop, or turns it away. Thread-safe.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class ClientInitializer extends ChannelInitializer<Channel> {

    private final Clients clients;
    private final Context context;
    private final @Nullable SslContext tls;
    private final AtomicLong accepted = new AtomicLong();

    ClientInitializer(Clients clients, @Nullable SslContext tls) {
        this.clients = clients;
        this.context = clients.context();
        this.tls = tls;
    }

    /// Connections so far, those that were turned away included.
    long accepted() {
        return accepted.get();
    }

    @Override
    protected void initChannel(Channel channel) {
        accepted.incrementAndGet();
        var loop = clients.loopOf(channel);
        if (loop == null || !(channel.remoteAddress() instanceof InetSocketAddress address)) {
            channel.close();
        } else if (clients.admit(channel)) {
            setUp(channel, loop, address);
        } else {
            loop.observer.clientRefused();
            channel.close();
        }
    }

    private void setUp(Channel channel, Loop loop, InetSocketAddress address) {
        loop.track(channel);
        loop.now = System.nanoTime();
        var trusted = context.peers().contains(address);
        var text = address.getAddress().getHostAddress();
        var forwarding = new Forwarding(text, tls == null ? "http" : "https", trusted);
        if (tls != null) {
            var handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeout(context.nanos().head(), TimeUnit.NANOSECONDS);
            channel.pipeline().addLast(handler);
        }
        channel.pipeline().addLast(new ProtocolChoice(loop, channel, address, forwarding));
    }
}
