package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Forwarding;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Sets up each client connection on its loop, or turns it away. Thread-safe.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class ClientInitializer extends ChannelInitializer<Channel> {

    private final IdentityHashMap<EventLoop, Loop> loops;
    private final Context context;
    private final AtomicInteger open = new AtomicInteger();

    ClientInitializer(Iterable<Loop> all, Context context) {
        this.loops = new IdentityHashMap<>();
        for (var loop : all) {
            loops.put(loop.executor, loop);
        }
        this.context = context;
    }

    @Override
    protected void initChannel(Channel channel) {
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
        loop.now = System.nanoTime();
        var trusted = context.peers().contains(address);
        var text = address.getAddress().getHostAddress();
        new ClientConnection(loop, address, new Forwarding(text, "http", trusted)).install(channel);
    }
}
