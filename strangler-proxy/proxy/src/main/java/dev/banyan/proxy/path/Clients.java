package dev.banyan.proxy.path;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.IdentityHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The connections of all listeners together, which are bounded together. Thread-safe.
@SuppressWarnings("FutureReturnValueIgnored") // The end of a connection is heard.
final class Clients {

    private final IdentityHashMap<EventLoop, Loop> loops = new IdentityHashMap<>();
    private final Context context;
    private final AtomicInteger open = new AtomicInteger();

    Clients(Iterable<Loop> all, Context context) {
        for (var loop : all) {
            loops.put(loop.executor, loop);
        }
        this.context = context;
    }

    Context context() {
        return context;
    }

    /// The loop that a connection lives on.
    @Nullable Loop loopOf(Channel channel) {
        return loops.get(channel.eventLoop());
    }

    /// Counts one more until it is closed, unless there are as many as there may be.
    boolean admit(Channel channel) {
        if (open.incrementAndGet() > context.settings().limits().connections()) {
            open.decrementAndGet();
            return false;
        }
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        return true;
    }
}
