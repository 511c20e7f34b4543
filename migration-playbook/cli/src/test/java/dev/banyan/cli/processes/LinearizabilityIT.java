package dev.banyan.cli.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.cli.history.Linearizability;
import dev.banyan.cli.history.Operation;
import dev.banyan.cli.processes.LendingInstallation.BridgeKind;
import dev.banyan.cli.processes.LendingInstallation.Reading;
import dev.banyan.postgres.test.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that do not know of each other read and write single rows through the proxy while the
/// owner changes there and back. What they saw of each row must be explained by one order.
///
/// Only the owner answers these reads: their route says that they count as writes, as it can for
/// pages that must not come from a copy.
class LinearizabilityIT {
    private static final int CLIENTS = 6;
    private static final int KEYS = 8;
    private static final Duration PACE = Duration.ofMillis(20);
    private static final Pattern REMARK = Pattern.compile("<td>w(\\d+)</td>");

    @TempDir Path folder;

    private final Queue<Operation> history = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong values = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();

    @Test
    void letsTheOwnersRowsBeSeenAsIfThereWereOneDatabase() throws Exception {
        var server = PostgresServer.shared();
        try (var installation =
                new LendingInstallation(
                        server, server, folder, BridgeKind.PAUSING, Reading.FROM_THE_OWNER)) {
            LendingInstallation.run(installation.source, "UPDATE loan SET remark = 'w0'");
            installation.plan();
            installation.done("create");
            installation.done("diff");
            installation.eventually("switch", "--reads", "100");
            var clients = start(installation.proxyPort);
            awaitOperations(200);
            installation.eventually("switch", "--writes");
            awaitOperations(200);
            installation.eventually("reverse");
            awaitOperations(200);
            ended.set(true);
            for (var client : clients) {
                client.join();
            }
        }

        assertThat(failures).isEmpty();
        assertThat(Linearizability.violation(List.copyOf(history), 0)).isEmpty();
    }

    private void awaitOperations(int more) {
        int before = history.size();
        Eventually.await("%d operations".formatted(more), () -> history.size() >= before + more);
    }

    private List<Thread> start(int port) {
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            var client = new Client(i, port);
            clients.add(Thread.ofVirtual().start(client::live));
        }
        return clients;
    }

    private final class Client {
        private final int number;
        private final String base;
        private final Random random;
        private final HttpClient http = HttpClient.newHttpClient();

        Client(int number, int port) {
            this.number = number;
            this.base = "http://127.0.0.1:" + port + "/loans/";
            this.random = new Random(number);
        }

        void live() {
            try (http) {
                while (!ended.get()) {
                    int key = 1 + random.nextInt(KEYS);
                    if (random.nextInt(3) == 0) {
                        write(key);
                    } else {
                        read(key);
                    }
                    LockSupport.parkNanos(PACE.toNanos());
                }
            } catch (IOException broken) {
                failures.add(broken.toString());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        private void write(int key) throws IOException, InterruptedException {
            long value = values.incrementAndGet();
            var request =
                    request(key + "/remark")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString("remark=w" + value))
                            .build();
            long invoked = System.nanoTime();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            long completed = System.nanoTime();
            if (answer.statusCode() == 303) {
                history.add(
                        Operation.write(number, Integer.toString(key), value, invoked, completed));
            } else {
                failures.add("write: " + answer.statusCode() + " " + answer.body());
            }
        }

        private void read(int key) throws IOException, InterruptedException {
            var request = request(Integer.toString(key)).build();
            long invoked = System.nanoTime();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            long completed = System.nanoTime();
            var remark = REMARK.matcher(answer.body());
            if (answer.statusCode() == 200 && remark.find()) {
                long value = Long.parseLong(remark.group(1));
                history.add(
                        Operation.read(number, Integer.toString(key), value, invoked, completed));
            } else {
                failures.add("read: " + answer.statusCode() + " " + answer.body());
            }
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofMinutes(1));
        }
    }
}
