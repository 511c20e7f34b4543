package dev.banyan.proxy.path;

import static dev.banyan.proxy.path.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.spi.ListenSettings;
import dev.banyan.proxy.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A graceful stop, and a restart under load.
@OnEachTransport
class StopIT {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Transport transport;

    StopIT(Transport transport) {
        this.transport = transport;
    }

    @Test
    void answersWhatIsUnderWayAndSaysThatItIsTheLast() throws Exception {
        var go = new CountDownLatch(1);
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.read();
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                            conversation.write(RecordingUpstream.ok("last"));
                        });
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            client.send(GET);
            eventually("it is under way", () -> upstream.requests().size() == 1);

            var stopped = front.proxy.stop(Duration.ofMinutes(2)).toCompletableFuture();
            // Each loop is looked at behind the announcement.
            assertThat(front.proxy.state().requests()).isEqualTo(1);
            go.countDown();

            var answer = client.read();
            assertThat(answer.body()).isEqualTo("last");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.isClosedByPeer()).isTrue();
            stopped.join();
        }
    }

    @Test
    void answersWhoWasIdleBeforeItClosesTheConnection() throws Exception {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("x"));
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            assertThat(client.ask(GET).has("connection")).isFalse();

            var stopped = front.proxy.stop(Duration.ofMinutes(2)).toCompletableFuture();
            assertThat(front.proxy.state().requests()).isZero();

            assertThat(client.ask(GET).header("connection")).isEqualTo("close");
            stopped.join();
        }
    }

    @Test
    void endsWhileItStillWritesToAnUpstreamThatReadsNothing() throws Exception {
        var read = new CountDownLatch(1);
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            try {
                                read.await();
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                        });
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n");
            var sent = new AtomicInteger();
            var writer = Thread.ofPlatform().start(() -> sendWithoutEnd(client, sent));
            var before = new AtomicInteger();
            var still = new AtomicInteger();
            eventually(
                    "nothing moves any more",
                    () -> {
                        int now = sent.get();
                        boolean same = now > 0 && before.getAndSet(now) == now;
                        return (same ? still.incrementAndGet() : still.getAndSet(0)) > 40;
                    });

            assertThat(front.proxy.stop(Duration.ZERO)).succeedsWithin(FixedUpstream.PATIENCE);
            writer.join();
            read.countDown();
        }
    }

    private static void sendWithoutEnd(RawClient client, AtomicInteger sent) {
        try {
            for (int i = 0; i < 15_000; i++) {
                client.send("x".repeat(65_536));
                sent.incrementAndGet();
            }
        } catch (IOException closed) {
            // The proxy has left.
        }
    }

    @Test
    void losesNoRequestThatItHasAcceptedWhenASecondProcessTakesOverTheAddress() throws Exception {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("x"))) {
            var first = Front.before(transport, upstream);
            var address = first.proxy.address();
            var failed = new AtomicInteger();
            var done = new AtomicInteger();
            var reset = new AtomicInteger();
            var ended = new AtomicBoolean();
            var load = new Thread[4];
            for (int i = 0; i < load.length; i++) {
                load[i] =
                        Thread.ofPlatform()
                                .start(() -> {
                                    while (!ended.get()) {
                                        ask(address, done, failed, reset);
                                    }
                                });
            }
            eventually("there is load", () -> done.get() > 20);

            var listen = ListenSettings.on(address).with(transport).withLoops(2);
            var settings = Front.settings(transport).with(listen);
            var upstreams = FixedUpstream.at(upstream).withCandidates(Map.of());
            try (var second = Front.start(settings, upstreams, Front.noRoutes())) {
                first.proxy.stop(Duration.ofSeconds(10)).toCompletableFuture().join();
                int before = done.get();
                eventually("the second one answers", () -> done.get() > before + 20);
                ended.set(true);
                for (var thread : load) {
                    thread.join();
                }
                assertThat(second.ended).isNotEmpty();
            }
            assertThat(failed).hasValue(0);
            if (transport != Transport.NIO) {
                assertThat(reset).as("connections that nobody accepted").hasValue(0);
            }
            assertThat(upstream.requests())
                    .as("requests, each with its answer")
                    .hasSize(done.get());
        }
    }

    /// Asks on one connection until it is told that an answer is the last one there. A connection
    /// that the kernel had queued for the first process, and resets before anybody has accepted it,
    /// carries no request yet: the client connects again. NIO tells nobody its listener's
    /// descriptor, so there it happens.
    private static void ask(
            java.net.InetSocketAddress address,
            AtomicInteger done,
            AtomicInteger failed,
            AtomicInteger reset) {
        for (int i = 0; i < 10; i++) {
            int asked = 0;
            try (var client = new RawClient(address)) {
                var answer = client.ask(GET);
                while (!answer.bytes().isEmpty() && answer.status() == 200) {
                    done.incrementAndGet();
                    asked++;
                    if (asked == 10 || answer.has("connection")) {
                        return;
                    }
                    answer = client.ask(GET);
                }
            } catch (IOException broken) {
                // counted below, unless nobody had accepted the connection
            }
            reset.incrementAndGet();
            if (asked > 0) {
                failed.incrementAndGet();
                return;
            }
        }
        failed.incrementAndGet();
    }
}
