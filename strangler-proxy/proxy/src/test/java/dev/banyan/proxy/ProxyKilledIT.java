package dev.banyan.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.Change;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.routing.Share;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The proxy as a process of its own, killed in the middle of its work.
class ProxyKilledIT {
    private static final int CLIENTS = 4;

    private final List<Process> processes = new ArrayList<>();
    @TempDir private Path state;

    /// Writes, one after the other by each client, and which of them were answered.
    private static final class Load implements AutoCloseable {
        private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        private final HttpClient http = HttpClient.newHttpClient();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicLong next = new AtomicLong();
        private final URI target;
        final Queue<String> answered = new ConcurrentLinkedQueue<>();
        final Queue<String> unknown = new ConcurrentLinkedQueue<>();
        final Queue<Integer> otherStatus = new ConcurrentLinkedQueue<>();

        Load(int port) {
            target = URI.create("http://127.0.0.1:" + port + "/api/stock/1");
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(this::write);
            }
        }

        private void write() {
            while (!ended.get()) {
                var id = "write-" + next.incrementAndGet();
                var request =
                        HttpRequest.newBuilder(target)
                                .header("X-User", "alice")
                                .timeout(Duration.ofSeconds(60))
                                .POST(HttpRequest.BodyPublishers.ofString(id))
                                .build();
                try {
                    note(id, http.send(request, BodyHandlers.ofString()).statusCode());
                } catch (IOException broken) {
                    unknown.add(id);
                    LockSupport.parkNanos(5_000_000);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }

        private void note(String id, int status) {
            if (status == 200) {
                answered.add(id);
            } else {
                otherStatus.add(status);
            }
        }

        void awaitMore(int more) {
            int before = answered.size();
            LiveProxy.await("answers", () -> answered.size() >= before + more);
        }

        void end() {
            ended.set(true);
            clients.close();
        }

        @Override
        public void close() {
            end();
            http.close();
        }
    }

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void losesAndDoublesNoAnsweredWriteWhenItIsKilledUnderLoad() throws Exception {
        var database = PostgresServer.shared().createDatabase();
        int port = freePort();
        try (var behind = new LiveProxy(database, state.resolve("neighbour"))) {
            behind.stream();
            behind.apply(new Change.SwitchReads(Share.ALL));
            var file = configuration(behind, database, port);
            var first = start(file, database);
            LiveProxy.await("the ledger's routes", () -> read(port).equals("candidate"));
            try (var load = new Load(port)) {
                load.awaitMore(200);

                first.destroyForcibly().waitFor();

                LiveProxy.await("clients that notice", () -> load.unknown.size() > CLIENTS);
                var second = start(file, database);
                load.awaitMore(200);
                assertThat(read(port)).isEqualTo("candidate");
                load.end();
                stop(second);
                assertThat(load.otherStatus).isEmpty();
                assertThat(behind.received).doesNotHaveDuplicates().containsAll(load.answered);
            }
        }
    }

    private Path configuration(LiveProxy behind, TestDatabase database, int port)
            throws IOException {
        var own = Files.createDirectories(state.resolve("own"));
        return Files.writeString(
                own.resolve("banyan.yaml"), behind.text(database, own, "proxy-to-kill", port));
    }

    private Process start(Path file, TestDatabase database) throws IOException {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProxyMain.class.getName(),
                        file.toString());
        builder.environment().putAll(LiveProxy.environment(database));
        var process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        processes.add(process);
        var said = process.errorReader();
        for (var line = said.readLine(); ; line = said.readLine()) {
            assertThat(line).as("the proxy says that it listens").isNotNull();
            if (line.startsWith("Banyan proxy listens")) {
                Thread.ofVirtual().start(() -> swallow(said));
                return process;
            }
        }
    }

    private static void swallow(BufferedReader rest) {
        rest.lines().forEach(line -> {});
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /// As somebody who has not written, so that the split alone decides.
    private static String read(int port) {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/stock/1"))
                            .header("X-User", "bob")
                            .build();
            return http.sendAsync(request, BodyHandlers.ofString()).join().body();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
