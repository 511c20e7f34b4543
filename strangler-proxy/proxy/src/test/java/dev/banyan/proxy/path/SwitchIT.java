package dev.banyan.proxy.path;

import static dev.banyan.proxy.path.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.HoldBounds;
import dev.banyan.proxy.spi.ModuleTerms;
import dev.banyan.proxy.spi.OwnWrites;
import dev.banyan.proxy.spi.ProxySettings;
import dev.banyan.proxy.spi.Routes;
import dev.banyan.proxy.spi.Transport;
import dev.banyan.proxy.spi.TwoApplications;
import dev.banyan.routing.ModuleRouting;
import dev.banyan.routing.Route;
import dev.banyan.routing.RoutingTable;
import dev.banyan.routing.Side;
import dev.banyan.routing.StickyKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a switch asks of the data path (SWITCH.md sections 3 and 4).
@OnEachTransport
@SuppressWarnings("NullAway.Init") // Set before each test.
class SwitchIT {

    private static final String POST =
            "POST /stock/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";
    private static final String GET = "GET /stock/1 HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String FENCED =
            "HTTP/1.1 503 Service Unavailable\r\nBanyan-Fenced: stock 7\r\nContent-Length: 2\r\n\r\nno";

    private static final HoldBounds LONG_HOLD =
            new HoldBounds(100, 1 << 20, 1 << 16, FixedUpstream.PATIENCE, 64);

    private final Transport transport;
    private final CountDownLatch answer = new CountDownLatch(1);
    private RecordingUpstream control;
    private RecordingUpstream candidate;
    private @Nullable Front front;

    SwitchIT(Transport transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        control = RecordingUpstream.answering(RecordingUpstream.ok("control"));
        candidate = RecordingUpstream.answering(RecordingUpstream.ok("candidate"));
    }

    @AfterEach
    void stop() throws IOException {
        answer.countDown();
        if (front != null) {
            front.close();
        }
        control.close();
        candidate.close();
    }

    private static ModuleRouting stock() {
        return ModuleRouting.onControl(
                "stock", new StickyKey.Cookie("session"), List.of(Route.of("/stock/**")));
    }

    private Front front(long version, ModuleRouting module) {
        return front(version, module, LONG_HOLD, OwnWrites.NONE);
    }

    private Front front(long version, ModuleRouting module, HoldBounds bounds, OwnWrites own) {
        return front(Front.settings(transport).with(bounds), Front.routes(version, module), own);
    }

    private Front front(ProxySettings settings, Routes routes, OwnWrites own) {
        var service = new FixedUpstream("stock", FixedUpstream.endpoint(candidate.address()));
        var started =
                Front.start(
                        settings,
                        FixedUpstream.at(control).withCandidates(Map.of("stock", service)),
                        own,
                        TwoApplications.UNCHANGED,
                        routes);
        front = started;
        return started;
    }

    private RecordingUpstream slow() {
        return RecordingUpstream.running(conversation -> {
            while (!conversation.read().bytes().isEmpty()) {
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                conversation.write(RecordingUpstream.ok("late"));
            }
        });
    }

    @Test
    void holdsWritesAndReleasesThemToTheNewOwner() throws IOException {
        var switching = front(1, stock().withHold(true));
        try (var writer = switching.client();
                var reader = switching.client()) {
            writer.send(POST);
            eventually("it is held", () -> held(switching) == 1);
            assertThat(reader.ask(GET).body()).isEqualTo("control");

            switching.proxy.use(Front.routes(2, stock().withOwner(Side.CANDIDATE, 1)));

            assertThat(writer.read().body()).isEqualTo("candidate");
            assertThat(candidate.requests().getFirst().body()).isEqualTo("body");
            assertThat(candidate.requests().getFirst().header("banyan-table")).isEqualTo("stock 2");
            assertThat(held(switching)).isZero();
        }
    }

    private static int held(Front front) {
        return front.proxy.state().modules().getFirst().held();
    }

    @Test
    void releasesHeldWritesOfOneLoopInTheirOrder() throws IOException {
        var usual = Front.settings(transport);
        var settings =
                new ProxySettings(
                        usual.listen().withLoops(1),
                        usual.limits(),
                        usual.timeouts(),
                        new HoldBounds(100, 1 << 20, 1 << 16, FixedUpstream.PATIENCE, 2),
                        usual.strictness());
        var sent = new SentCookies();
        var switching =
                Front.start(
                        settings,
                        FixedUpstream.at(control).withCandidates(Map.of()),
                        OwnWrites.NONE,
                        sent,
                        Front.routes(1, stock().withHold(true)));
        front = switching;
        var clients = new RawClient[9];
        for (int i = 0; i < clients.length; i++) {
            int before = i;
            clients[i] = switching.client();
            clients[i].send("POST /stock/1 HTTP/1.1\r\nHost: a\r\nCookie: " + i + "\r\n\r\n");
            eventually("it is held", () -> held(switching) == before + 1);
        }

        switching.proxy.use(Front.routes(2, stock()));

        for (var client : clients) {
            assertThat(client.read().status()).isEqualTo(200);
            client.close();
        }
        assertThat(sent.order).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8");
    }

    /// Keeps the cookies of requests in the order in which they are sent.
    private static final class SentCookies implements TwoApplications {
        private final List<String> order = new CopyOnWriteArrayList<>();

        @Override
        public String cookieFor(@Nullable String module, Side side, String cookie) {
            order.add(cookie);
            return cookie;
        }

        @Override
        public String setCookie(
                @Nullable String module, Side side, String setCookie, String clientHost) {
            return setCookie;
        }

        @Override
        public String location(
                Side side, Endpoint endpoint, String location, String scheme, String clientHost) {
            return location;
        }

        @Override
        public String refresh(Endpoint endpoint, String refresh, String scheme, String clientHost) {
            return refresh;
        }
    }

    @Test
    void answers503BeyondTheBoundOfAHold() throws IOException {
        var bounds = new HoldBounds(1, 1 << 20, 1 << 16, FixedUpstream.PATIENCE, 64);
        var switching = front(1, stock().withHold(true), bounds, OwnWrites.NONE);
        try (var first = switching.client();
                var second = switching.client()) {
            first.send(POST);
            eventually("it is held", () -> held(switching) == 1);

            var refused = second.ask(POST);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
        }
    }

    @Test
    void answers503WhenAHoldTakesTooLong() throws IOException {
        var bounds = new HoldBounds(9, 1 << 20, 1 << 16, Duration.ofMillis(200), 64);
        var switching = front(1, stock().withHold(true), bounds, OwnWrites.NONE);

        assertThat(switching.ask(POST).status()).isEqualTo(503);
        assertThat(control.requests()).isEmpty();
    }

    @Test
    void letsWritesGoWhenTheHoldEndsByTheLedgersClock() throws IOException {
        var switching = front(1, stock());
        var terms = new ModuleTerms(2, true, System.nanoTime() + 300_000_000L);
        var table = RoutingTable.of(2, List.of(stock().withHold(true)));
        switching.proxy.use(new Routes(table, Map.of("stock", terms)));
        eventually("it is taken over", () -> switching.proxy.acknowledged("stock") == 2);

        assertThat(switching.ask(POST).body()).isEqualTo("control");
    }

    @Test
    void neverSendsTheWriteOfAClientThatLeftWhileItWasHeld() throws IOException {
        var switching = front(1, stock().withHold(true));
        try (var writer = switching.client()) {
            writer.send(POST);
            eventually("it is held", () -> held(switching) == 1);
        }
        eventually("it is let go of", () -> held(switching) == 0);

        switching.proxy.use(Front.routes(2, stock()));

        assertThat(switching.ask(GET).status()).isEqualTo(200);
        assertThat(control.requests()).noneMatch(request -> request.firstLine().contains("POST"));
    }

    @Test
    void acknowledgesAVersionWhenTheLastOlderWriteHasEnded() throws IOException {
        control.close();
        control = slow();
        var switching = front(1, stock());
        try (var writer = switching.client();
                var waiting = switching.client()) {
            writer.send(POST);
            eventually("it is in flight", () -> control.requests().size() == 1);
            var seen = new AtomicReference<>(0L);
            switching.proxy.onAcknowledged(() -> seen.set(switching.proxy.acknowledged("stock")));

            switching.proxy.use(Front.routes(2, stock().withHold(true)));
            // Each loop is looked at behind the new table, so by now each has taken it over.
            assertThat(switching.proxy.state().requests()).isEqualTo(1);
            waiting.send(POST);
            eventually("the next one is held", () -> held(switching) == 1);
            assertThat(switching.proxy.acknowledged("stock")).isEqualTo(1);
            var state = switching.proxy.state().modules().getFirst();
            assertThat(state.oldestWrite()).isEqualTo("POST /stock/1");
            assertThat(state.writesInFlight()).isEqualTo(1);

            answer.countDown();

            assertThat(writer.read().body()).isEqualTo("late");
            eventually("who listens is told", () -> seen.get() == 2L);
        }
    }

    @Test
    void sendsAFencedWriteAgainOnANewerTable() throws IOException {
        control.close();
        control = RecordingUpstream.answering(FENCED);
        var switching = front(1, stock());
        try (var writer = switching.client()) {
            writer.send(POST);
            eventually("the old owner refuses it", () -> !control.requests().isEmpty());
            switching.proxy.use(Front.routes(2, stock().withOwner(Side.CANDIDATE, 1)));

            // Either this table was newer in time, or the one replay went to the old owner again.
            var answered = writer.read();
            assertThat(answered.status()).isIn(200, 503);
            assertThat(control.requests().size() + candidate.requests().size()).isEqualTo(2);
        }
        assertThat(switching.ask(POST).body()).isEqualTo("candidate");
    }

    @Test
    void sendsAFencedWriteAgainOnlyOnce() throws IOException {
        control.close();
        control = RecordingUpstream.answering(FENCED);
        var switching = front(1, stock());

        var answered = switching.ask(POST);

        assertThat(answered.status()).isEqualTo(503);
        assertThat(answered.body()).isEqualTo("no");
        assertThat(control.requests()).hasSize(2).allMatch(r -> r.body().equals("body"));
    }

    @Test
    void waitsUntilASideHasAppliedWhatItsClientWrote() throws IOException {
        var verdict = new AtomicReference<>(OwnWrites.Verdict.WAIT);
        var own = new Marks(verdict);
        var switching = front(1, stock(), LONG_HOLD, own);
        try (var client = switching.client()) {
            client.send(GET);
            eventually("it was asked about twice", () -> own.looks > 1);
            assertThat(control.requests()).isEmpty();

            verdict.set(OwnWrites.Verdict.GO);

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(own.stale).isZero();
            assertThat(client.ask(POST).headers("set-cookie")).containsExactly("mark=CONTROL");
        }
    }

    @Test
    void sendsAStaleReadWhenTheOtherSideDoesNotCatchUp() throws IOException {
        var own = new Marks(new AtomicReference<>(OwnWrites.Verdict.WAIT));
        var usual = Front.settings(transport);
        var switching =
                front(
                        usual.with(usual.timeouts().withOwnWrites(Duration.ofMillis(300))),
                        Front.routes(1, stock()),
                        own);

        assertThat(switching.ask(GET).status()).isEqualTo(200);
        assertThat(own.stale).isEqualTo(1);
    }

    /// Gives the verdict that it is told.
    private static final class Marks implements OwnWrites {
        private final AtomicReference<Verdict> verdict;
        private volatile int looks;
        private volatile int stale;

        Marks(AtomicReference<Verdict> verdict) {
            this.verdict = verdict;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // One request at a time.
        public Verdict look(
                @Nullable String module,
                Side side,
                Side owner,
                boolean write,
                @Nullable String cookies,
                @Nullable String stickyKey) {
            looks++;
            return verdict.get();
        }

        @Override
        public String wrote(
                String module, Side side, @Nullable String wrote, @Nullable String stickyKey) {
            return "mark=" + side;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // One request at a time.
        public void stale(@Nullable String module, Side side) {
            stale++;
        }
    }
}
