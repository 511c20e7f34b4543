package dev.banyan.contracts.program;

import dev.banyan.contracts.shop.Outbox;
import dev.banyan.contracts.shop.RunningSide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// A build that runs on data of its own, in a directory that goes with it. Confined to one thread.
final class StartedSide implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 200;

    private final Process process;
    private final Path directory;
    private final Path log;
    private final RunningSide side;
    private final Outbox outbox;
    private final HttpClient http = HttpClient.newHttpClient();

    private StartedSide(
            Process process, Path directory, Path log, RunningSide side, Outbox outbox) {
        this.process = process;
        this.directory = directory;
        this.log = log;
        this.side = side;
        this.outbox = outbox;
    }

    /// Starts it and waits until it is ready.
    static StartedSide start(String name, Job.Side job, InstantSource clock)
            throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("banyan-contracts-" + name);
        int port = freePort();
        var token = token();
        var values =
                Map.of(
                        "{port}", String.valueOf(port),
                        "{databasePort}", String.valueOf(freePort()),
                        "{directory}", directory.resolve("data").toString(),
                        "{token}", token);
        var log = directory.resolve("log");
        var process =
                new ProcessBuilder(job.command().stream().map(part -> fill(part, values)).toList())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        var started =
                new StartedSide(
                        process,
                        directory,
                        log,
                        new RunningSide(URI.create("http://127.0.0.1:" + port), token),
                        new Outbox(
                                fill(job.database(), values), job.user().orElse("postgres"), ""));
        // Whoever ends this program ends what it has started.
        Runtime.getRuntime().addShutdownHook(new Thread(started::closeQuietly));
        return started.ready(clock);
    }

    RunningSide side() {
        return side;
    }

    /// The outbox, with the password that the build's own PostgreSQL was given.
    Outbox outbox() throws IOException {
        var password = directory.resolve("data").resolve("password");
        return Files.exists(password)
                ? new Outbox(outbox.url(), outbox.username(), Files.readString(password).strip())
                : outbox;
    }

    /// What it calls itself.
    String build() throws IOException, InterruptedException {
        var build =
                JsonMapper.shared()
                        .readTree(get("/actuator/info").body())
                        .at("/banyan/build")
                        .asString("");
        if (build.isEmpty()) {
            throw new IOException(
                    "'%s/actuator/info' does not say 'banyan.build', so nobody knows what was verified."
                            .formatted(side.address()));
        }
        return build;
    }

    private StartedSide ready(InstantSource clock) throws IOException, InterruptedException {
        Instant end = clock.instant().plus(START_LIMIT);
        while (!isReady()) {
            if (!process.isAlive() || clock.instant().isAfter(end)) {
                var what =
                        process.isAlive()
                                ? "was not ready within " + START_LIMIT
                                : "ended with " + process.exitValue();
                var last = lastLines();
                close();
                throw new IOException("A build %s; its last lines: %s".formatted(what, last));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return this;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/actuator/health/readiness").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(side.address().resolve(path)).timeout(ANSWER_LIMIT).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String lastLines() throws IOException {
        var lines = Files.readAllLines(log);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /// Lets it end by itself first: it stops its own database.
    @Override
    public void close() throws IOException {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().onExit().join();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        remove(directory);
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException | UncheckedIOException e) {
            // Who waited for it to be ready has removed its files meanwhile.
            process.destroyForcibly();
        }
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String fill(String text, Map<String, String> values) {
        var filled = text;
        for (var value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return filled;
    }

    private static String token() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static List<String> names() {
        return List.of("control", "candidate");
    }
}
