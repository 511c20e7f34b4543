package dev.banyan.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.Change;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.routing.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyServerIT {
    private static final String TOKEN = "0123456789abcdef";
    @TempDir private Path state;

    /// One request: when it was sent and answered, and what came.
    private record Seen(long begun, long ended, int status, String body) {}

    /// One flip: when it was committed, when its effect was acknowledged, and who answers from
    /// then.
    private record Flip(long begun, long committed, long acknowledged, String side) {}

    @Test
    void losesNoRequestAndMisroutesNoneWhileFlagsFlip() throws Exception {
        flipUnderLoad(50);
    }

    @Test
    @Tag("long")
    void losesNoRequestAndMisroutesNoneInAThousandFlips() throws Exception {
        flipUnderLoad(1_000);
    }

    private void flipUnderLoad(int times) throws Exception {
        var database = PostgresServer.shared().createDatabase();
        try (var proxy = new LiveProxy(database, state);
                var load = Executors.newScheduledThreadPool(4)) {
            proxy.stream();
            awaitCandidate(proxy);
            Queue<Seen> seen = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < 4; i++) {
                var _ =
                        load.scheduleAtFixedRate(
                                () -> seen.add(request(proxy)), 5L * i, 20, TimeUnit.MILLISECONDS);
            }

            var flips = flip(proxy, seen, times);

            load.shutdown();
            assertThat(load.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            report(flips, seen.size());
            assertThat(seen).allSatisfy(it -> assertThat(it.status()).isEqualTo(200));
            assertThat(judged(flips, List.copyOf(seen))).isGreaterThan(0);
        }
    }

    /// Until its first health check has passed, the control answers for the candidate.
    private static void awaitCandidate(LiveProxy proxy) {
        proxy.apply(new Change.SwitchReads(Share.ALL));
        LiveProxy.await("the candidate", () -> body(proxy).equals("candidate"));
        long version = proxy.apply(new Change.SwitchReads(Share.NONE));
        LiveProxy.await("the way back", () -> proxy.hasAcknowledged(version));
    }

    private static List<Flip> flip(LiveProxy proxy, Queue<Seen> seen, int times) {
        var flips = new ArrayList<Flip>();
        for (int i = 0; i < times; i++) {
            boolean away = i % 2 == 0;
            long begun = System.nanoTime();
            long version = proxy.apply(new Change.SwitchReads(away ? Share.ALL : Share.NONE));
            long committed = System.nanoTime();
            LiveProxy.await("the acknowledgement", () -> proxy.hasAcknowledged(version));
            flips.add(
                    new Flip(begun, committed, System.nanoTime(), away ? "candidate" : "control"));
            int before = seen.size();
            LiveProxy.await("requests that must see the new side", () -> seen.size() > before + 4);
        }
        return flips;
    }

    /// How many requests lay wholly between two flips; each must have been answered by the right
    /// side.
    private static int judged(List<Flip> flips, List<Seen> seen) {
        int judged = 0;
        for (int i = 0; i < flips.size(); i++) {
            var flip = flips.get(i);
            long next = i + 1 < flips.size() ? flips.get(i + 1).begun() : Long.MAX_VALUE;
            for (var request : seen) {
                if (request.begun() > flip.acknowledged() && request.ended() < next) {
                    assertThat(request.body()).as("after flip %d", i).isEqualTo(flip.side());
                    judged++;
                }
            }
        }
        return judged;
    }

    private static void report(List<Flip> flips, int requests) {
        var millis =
                flips.stream()
                        .mapToDouble(it -> (it.acknowledged() - it.committed()) / 1e6)
                        .sorted()
                        .toArray();
        System.out.printf(
                "%d flips, %d requests: commit to acknowledged p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                flips.size(),
                requests,
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)],
                millis[millis.length - 1]);
    }

    private static Seen request(LiveProxy proxy) {
        long begun = System.nanoTime();
        try {
            var answer = proxy.get("/api/stock/1");
            return new Seen(begun, System.nanoTime(), answer.statusCode(), answer.body());
        } catch (IOException failed) {
            return new Seen(begun, System.nanoTime(), 0, failed.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Seen(begun, System.nanoTime(), 0, "interrupted");
        }
    }

    @Test
    void goesOnWithoutItsLedgerAndStartsWithoutIt() throws Exception {
        try (var server = PostgresServer.start(Map.of())) {
            var database = server.createDatabase();
            try (var proxy = new LiveProxy(database, state)) {
                proxy.stream();
                long version = proxy.apply(new Change.SwitchReads(Share.ALL));
                LiveProxy.await("the switch", () -> proxy.hasAcknowledged(version));
                LiveProxy.await("the candidate", () -> body(proxy).equals("candidate"));

                server.kill();

                assertThat(body(proxy)).isEqualTo("candidate");
                proxy.restart(database);
                assertThat(body(proxy)).isEqualTo("candidate");
                assertThat(proxy.get("/elsewhere").body()).isEqualTo("control");
            }
        }
    }

    @Test
    void answersWith503WhenTheControlIsGoneAndSaysThatItIsNotReady() throws Exception {
        var database = PostgresServer.shared().createDatabase();
        try (var proxy = new LiveProxy(database, state)) {
            assertThat(proxy.admin("GET", "/health/ready", "").statusCode()).isEqualTo(200);

            proxy.control.stop(0);

            LiveProxy.await(
                    "the end of readiness", () -> status(proxy, "GET", "/health/ready", "") == 503);
            assertThat(proxy.get("/elsewhere").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void tellsOperatorsWithATokenWhatItDoes() throws Exception {
        var database = PostgresServer.shared().createDatabase();
        try (var proxy = new LiveProxy(database, state)) {
            proxy.stream();
            LiveProxy.await("the module", () -> state(proxy).contains("\"module\":\"inventory\""));
            proxy.get("/api/stock/1?token=abc");

            assertThat(status(proxy, "GET", "/state", "wrong")).isEqualTo(401);
            assertThat(status(proxy, "GET", "/metrics", "")).isEqualTo(401);
            assertThat(state(proxy))
                    .contains("\"name\":\"control\",\"breaker\":\"CLOSED\"", "\"reachable\":true");
            assertThat(proxy.admin("GET", "/metrics", TOKEN).body())
                    .contains("banyan_proxy_requests_seconds_count{module=\"inventory\"")
                    .contains("banyan_stale_reads_total")
                    .contains("jvm_memory_used_bytes");
            assertThat(status(proxy, "POST", "/upstreams/control/breaker?force=open", TOKEN))
                    .isEqualTo(200);
            assertThat(proxy.get("/elsewhere").statusCode()).isEqualTo(503);
            assertThat(status(proxy, "POST", "/upstreams/control/breaker?force=none", TOKEN))
                    .isEqualTo(200);
            assertThat(proxy.get("/elsewhere").statusCode()).isEqualTo(200);
            assertThat(status(proxy, "POST", "/upstreams/nobody/breaker?force=open", TOKEN))
                    .isEqualTo(404);
            assertThat(status(proxy, "POST", "/upstreams/control/breaker?force=ajar", TOKEN))
                    .isEqualTo(400);
        }
    }

    private static String state(LiveProxy proxy) {
        try {
            return proxy.admin("GET", "/state", TOKEN).body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static int status(LiveProxy proxy, String method, String path, String token) {
        try {
            return proxy.admin(method, path, token).statusCode();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static String body(LiveProxy proxy) {
        return request(proxy).body();
    }
}
