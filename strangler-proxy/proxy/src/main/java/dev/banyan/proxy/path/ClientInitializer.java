package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Forwarding;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Sets up each client connection on its loop, or turns it away. Thread-safe.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class ClientInitializer extends ChannelInitializer<Channel> {

    private final IdentityHashMap<EventLoop, Loop> loops;
    private final Context context;
    private final @Nullable SslContext tls;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();

    ClientInitializer(Iterable<Loop> all, Context context) {
        this.loops = new IdentityHashMap<>();
        for (var loop : all) {
            loops.put(loop.executor, loop);
        }
        this.context = context;
        var settings = context.settings().listen().tls();
        this.tls = settings == null ? null : ClientTls.of(settings);
    }

    /// Connections so far, those that were turned away included.
    long accepted() {
        return accepted.get();
    }

    @Override
    protected void initChannel(Channel channel) {
        accepted.incrementAndGet();
        var loop = loops.get(channel.eventLoop());
        if (loop == null || !(channel.remoteAddress() instanceof InetSocketAddress address)) {
            channel.close();
            return;
        }
        if (open.incrementAndGet() > context.settings().limits().connections()) {
            open.decrementAndGet();
            loop.observer.clientRefused();
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
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
