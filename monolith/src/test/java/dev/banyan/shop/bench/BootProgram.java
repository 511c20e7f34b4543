package dev.banyan.shop.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Spring Boot program, extracted from its jar, that is started, waited for and stopped.
final class BootProgram {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final String name;
    private final Path directory;
    private final Path jar;
    private final List<String> arguments;
    private final String readyPath;
    private final HttpClient http = HttpClient.newHttpClient();

    private BootProgram(
            String name, Path directory, Path jar, List<String> arguments, String readyPath) {
        this.name = name;
        this.directory = directory;
        this.jar = jar;
        this.arguments = arguments;
        this.readyPath = readyPath;
    }

    /// What one start took.
    ///
    /// @param residentBytes of the JVM alone, when it was ready
    record Start(Duration wall, Duration cpu, long residentBytes) {}

    /// Extracts the jar into the directory.
    static BootProgram extracted(
            String name, Path jar, Path directory, List<String> arguments, String readyPath)
            throws IOException, InterruptedException {
        var program = directory.resolve(name);
        run(
                directory,
                List.of(
                        java(),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toAbsolutePath().toString(),
                        "extract",
                        "--destination",
                        program.toString()));
        return new BootProgram(
                name, directory, program.resolve(jar.getFileName()), arguments, readyPath);
    }

    String name() {
        return name;
    }

    /// Makes an AOT cache in a training run and says where it is.
    Path train() throws IOException, InterruptedException {
        var cache = directory.resolve(name + ".aot");
        run(
                directory,
                command(
                        List.of("-XX:AOTCacheOutput=" + cache, "-Dspring.context.exit=onRefresh"),
                        freePort()));
        return cache;
    }

    /// Starts it, waits until it is ready, measures and stops it.
    Start start(List<String> options) throws IOException, InterruptedException {
        int port = freePort();
        long began = System.nanoTime();
        var process =
                new ProcessBuilder(command(options, port))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve(name + ".log").toFile())
                        .start();
        try {
            awaitReady(process, port, began);
            var wall = Duration.ofNanos(System.nanoTime() - began);
            var cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
            return new Start(wall, cpu, residentBytes(process.pid()));
        } finally {
            stop(process);
        }
    }

    private List<String> command(List<String> options, int port) {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString(), "--server.port=" + port));
        command.addAll(arguments);
        return command;
    }

    private void awaitReady(Process process, int port, long began)
            throws IOException, InterruptedException {
        var ready = URI.create("http://127.0.0.1:%d%s".formatted(port, readyPath));
        while (!answers(ready)) {
            var waited = Duration.ofNanos(System.nanoTime() - began);
            if (!process.isAlive() || waited.compareTo(PATIENCE) > 0) {
                throw new IOException(
                        "'%s' was not ready after %s. See '%s'."
                                .formatted(name, waited, directory.resolve(name + ".log")));
            }
            process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean answers(URI ready) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static long residentBytes(long pid) throws IOException, InterruptedException {
        var process = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        var kibibytes =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                        .strip();
        process.waitFor();
        return Long.parseLong(kibibytes) * 1024;
    }

    private static void run(Path directory, List<String> command)
            throws IOException, InterruptedException {
        var log = directory.resolve("prepare.log");
        var process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException(
                    "'%s' failed. See '%s'.".formatted(String.join(" ", command), log));
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
