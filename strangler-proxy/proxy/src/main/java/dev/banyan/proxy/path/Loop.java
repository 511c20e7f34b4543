package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.LoopObserver;
import dev.banyan.proxy.spi.Outcome;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// One event loop and all that it owns: every connection of a client, the upstream connections that
/// serve it, and what waits. Confined to its thread, so nothing here is locked or shared.
final class Loop {

    private static final long TICK_MILLIS = 100;
    private static final long RELEASE_MILLIS = 2;

    final int number;
    final EventLoop executor;
    final Context context;
    final Deadlines deadlines = new Deadlines();
    final HeldWrites held = new HeldWrites();
    final LoopObserver observer;
    final SplittableRandom random;

    /// The table that this loop decides by. Every loop gets a newer one as a task.
    TableInUse table;

    /// The time of the last tick or request; at most one tick behind.
    long now = System.nanoTime();

    /// Whether connections are closed as they become idle.
    boolean stopping;

    private final IdentityHashMap<Endpoint, Pool> pools = new IdentityHashMap<>();
    private final ArrayList<Exchange> waiting = new ArrayList<>();
    private final Set<Drainable> connections = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Channel> channels = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean releasing;

    Loop(int number, EventLoop executor, Context context, long seed) {
        this.number = number;
        this.executor = executor;
        this.context = context;
        this.table = context.tables().newest();
        this.observer = context.surroundings().observers().apply(number);
        this.random = new SplittableRandom(seed);
    }

    /// Begins to tick.
    void start() {
        later(TICK_MILLIS, this::tickAndGoOn);
    }

    private void tickAndGoOn() {
        later(TICK_MILLIS, this::tickAndGoOn);
        tick();
    }

    /// Runs something on this loop after a while. What it runs must not fail: nobody would hear.
    @SuppressWarnings("FutureReturnValueIgnored")
    void later(long millis, Runnable task) {
        if (!executor.isShuttingDown()) {
            executor.schedule(task, millis, TimeUnit.MILLISECONDS);
        }
    }

    /// The deadline so many nanoseconds from now.
    long in(long nanos) {
        return now + nanos;
    }

    Pool pool(Endpoint endpoint) {
        var pool = pools.get(endpoint);
        if (pool == null) {
            pool = new Pool(this, endpoint);
            pools.put(endpoint, pool);
        }
        return pool;
    }

    /// Decides by a newer table from now on, and looks again at what waits.
    void adopt(TableInUse newer) {
        if (newer.ordinal() > table.ordinal()) {
            table = newer;
        }
        context.tables().take(number, table);
        context.wakeUp().run();
        releaseHeld();
        lookAgain();
    }

    /// Asks an exchange again at each tick and at each new table.
    void await(Exchange exchange) {
        waiting.add(exchange);
    }

    void forget(Exchange exchange) {
        waiting.remove(exchange);
    }

    void lookAgain() {
        if (waiting.isEmpty()) {
            return;
        }
        for (var exchange : waiting.toArray(Exchange[]::new)) {
            exchange.destination().lookAgain();
        }
    }

    void add(Drainable connection) {
        connections.add(connection);
        observer.clientConnected();
    }

    void remove(Drainable connection) {
        connections.remove(connection);
        observer.clientDisconnected();
    }

    /// Knows a channel, of a client or to an upstream, until it is closed.
    @SuppressWarnings("FutureReturnValueIgnored") // The listener is told on this loop.
    void track(Channel channel) {
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
    }

    /// From now on every answer says that it is the last one on its connection.
    void announceStop() {
        stopping = true;
    }

    /// Lets what is under way end. Who is idle may be about to ask: its connection stays for a
    /// while, and its next answer says that it is the last one.
    void stop(long idleNanos) {
        stopping = true;
        now = System.nanoTime();
        for (var connection : connections.toArray(Drainable[]::new)) {
            connection.drain(idleNanos);
        }
    }

    void closeAll() {
        for (var connection : connections.toArray(Drainable[]::new)) {
            connection.close();
        }
        // Writes whose clients have left are still waited for until here.
        deadlines.forEach(timed -> {
            if (timed instanceof Exchange exchange) {
                exchange.breakOff("stopping", Outcome.CANCELLED);
            }
        });
        pools.values().forEach(Pool::close);
    }

    /// Closes what has not closed on its own, without regard for what it still had to write.
    void closeChannels() {
        for (var channel : channels.toArray(Channel[]::new)) {
            channel.unsafe().closeForcibly();
        }
    }

    boolean hasChannels() {
        return !channels.isEmpty();
    }

    int connections() {
        return connections.size();
    }

    private void tick() {
        now = System.nanoTime();
        deadlines.tick(now);
        releaseHeld();
        lookAgain();
        pools.values().removeIf(Pool::isGone);
    }

    private void releaseHeld() {
        if (held.isEmpty() || releasing) {
            return;
        }
        boolean more = held.release(context.holds().bounds().releasedPerTick());
        if (more) {
            releasing = true;
            later(RELEASE_MILLIS, this::releaseMore);
        }
    }

    private void releaseMore() {
        releasing = false;
        now = System.nanoTime();
        releaseHeld();
    }
}
