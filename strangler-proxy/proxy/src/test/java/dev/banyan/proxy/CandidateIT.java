package dev.banyan.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.Change;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.routing.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A candidate that dies while it answers reads, and what the log says of it.
class CandidateIT {
    private static final int CLIENTS = 3;

    @TempDir private Path state;

    private record Seen(int status, String body) {}

    /// Asks without a pause, on each client one after the other.
    private static final class Load implements AutoCloseable {
        private final java.util.concurrent.ExecutorService clients =
                Executors.newFixedThreadPool(CLIENTS);
        private final AtomicBoolean ended = new AtomicBoolean();
        final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

        Load(LiveProxy proxy, String path) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> ask(proxy, path));
            }
        }

        private void ask(LiveProxy proxy, String path) {
            while (!ended.get()) {
                try {
                    var answer = proxy.get(path);
                    seen.add(new Seen(answer.statusCode(), answer.body()));
                } catch (IOException broken) {
                    seen.add(new Seen(0, String.valueOf(broken.getMessage())));
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }

        void await(Seen wanted) {
            LiveProxy.await(wanted.toString(), () -> seen.contains(wanted));
        }

        @Override
        public void close() {
            ended.set(true);
            clients.close();
        }
    }

    @Test
    void losesItsReadsToTheControlWhenItIsKilledUnderLoadAndNobodyElseNotices() throws Exception {
        var database = PostgresServer.shared().createDatabase();
        try (var proxy = new LiveProxy(database, state)) {
            proxy.stream();
            long version = proxy.apply(new Change.SwitchReads(Share.ALL));
            LiveProxy.await("the switch", () -> proxy.hasAcknowledged(version));
            try (var stock = new Load(proxy, "/api/stock/1");
                    var others = new Load(proxy, "/elsewhere")) {
                stock.await(new Seen(200, "candidate"));
                others.await(new Seen(200, "control"));

                proxy.candidate.stop(0);

                // Who finds it out may get 502; from then on the owner answers, the control.
                stock.await(new Seen(200, "control"));
                int before = others.seen.size();
                LiveProxy.await("others go on", () -> others.seen.size() > before + 20);
                assertThat(others.seen).containsOnly(new Seen(200, "control"));
                assertThat(stock.seen)
                        .extracting(Seen::status)
                        .containsAnyOf(200)
                        .doesNotContain(0);
            }
        }
    }

    @Test
    void isNamedInTheAccessLogWithoutWhatIsSecret() throws Exception {
        var database = PostgresServer.shared().createDatabase();
        try (var proxy = new LiveProxy(database, state)) {
            proxy.stream();
            long version = proxy.apply(new Change.SwitchReads(Share.ALL));
            LiveProxy.await("the switch", () -> proxy.hasAcknowledged(version));
            LiveProxy.await("the candidate", () -> body(proxy).equals("candidate"));

            proxy.get("/api/stock/7?token=abc&size=3");

            var log = state.resolve("access.log");
            LiveProxy.await("its line", () -> lines(log).contains("/api/stock/7"));
            var line =
                    lines(log).lines().filter(it -> it.contains("/api/stock/7")).findFirst().get();
            assertThat(line)
                    .startsWith("{\"timestamp\":\"")
                    .contains(
                            "\"method\":\"GET\"",
                            "\"status_code\":200",
                            "\"outcome\":\"answered\"",
                            "\"module\":\"inventory\"",
                            "\"route\":\"/api/stock/**\"",
                            "\"side\":\"candidate\"",
                            "\"service_called\":\"http://127.0.0.1:"
                                    + proxy.candidate.getAddress().getPort(),
                            "size=3")
                    .doesNotContain("abc", "alice")
                    .endsWith("}");
        }
    }

    private static String body(LiveProxy proxy) {
        try {
            return proxy.get("/api/stock/1").body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String lines(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
