package dev.banyan.proxy.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Asks at a fixed rate, whatever is answered: who is slow is not asked less. A request that must
/// wait because its connection is busy has its time counted from when it was due.
@SuppressWarnings("FutureReturnValueIgnored") // A connection that breaks is counted by its end.
final class PacedLoad {
    private static final long TICK_MILLIS = 1;

    private final List<Line> lines = new ArrayList<>();
    private final ByteBuf request;
    private final double perSecond;
    private final long[] latencies;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private long begun;
    private int due;
    private int answered;
    private int failed;

    private PacedLoad(String path, double perSecond, int seconds) {
        this.perSecond = perSecond;
        this.latencies = new long[(int) (perSecond * seconds)];
        var text =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nCookie: user=alice; theme=dark\r\nAccept: application/json\r\n\r\n";
        this.request =
                Unpooled.unreleasableBuffer(
                        Unpooled.directBuffer()
                                .writeBytes(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /// One connection, and the requests that wait for it.
    private final class Line extends SimpleChannelInboundHandler<HttpObject> {
        private final ArrayDeque<Long> waiting = new ArrayDeque<>();
        private final Channel channel;

        Line(Channel channel) {
            this.channel = channel;
        }

        void ask(long dueAt) {
            waiting.add(dueAt);
            if (waiting.size() == 1) {
                channel.writeAndFlush(request.duplicate());
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
            if (part instanceof HttpResponse head && head.status().code() != 200) {
                failed++;
            }
            if (part instanceof LastHttpContent && !waiting.isEmpty()) {
                latencies[answered++] = System.nanoTime() - waiting.remove();
                if (!waiting.isEmpty()) {
                    channel.writeAndFlush(request.duplicate());
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            failed += over.isDone() ? 0 : 1;
        }
    }

    /// The 50th and 99th percentile of what a number of connections see.
    static Load.Latency run(int port, String path, double perSecond, int seconds, int connections)
            throws IOException, InterruptedException {
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try {
            var load = new PacedLoad(path, perSecond, seconds);
            for (int i = 0; i < connections; i++) {
                load.connect(group, port);
            }
            group.next().execute(load::begin);
            load.over.orTimeout(seconds + 60L, TimeUnit.SECONDS).join();
            return load.result();
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        }
    }

    private void connect(MultiThreadIoEventLoopGroup group, int port) throws InterruptedException {
        new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                var line = new Line(channel);
                                lines.add(line);
                                channel.pipeline().addLast(new HttpResponseDecoder(), line);
                            }
                        })
                .connect("127.0.0.1", port)
                .sync();
    }

    private void begin() {
        begun = System.nanoTime();
        tick();
    }

    private void tick() {
        long now = System.nanoTime();
        int wanted = (int) Math.min(latencies.length, (now - begun) / 1e9 * perSecond);
        while (due < wanted) {
            lines.get(due % lines.size()).ask(now);
            due++;
        }
        if (answered >= latencies.length || failed > 0) {
            over.complete(null);
        } else {
            lines.getFirst()
                    .channel
                    .eventLoop()
                    .schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private Load.Latency result() throws IOException {
        if (failed > 0) {
            throw new IOException("A round with " + failed + " errors counts nothing.");
        }
        Arrays.sort(latencies);
        return new Load.Latency(at(0.50), at(0.99));
    }

    private double at(double share) {
        return latencies[(int) (latencies.length * share)] / 1e6;
    }
}
