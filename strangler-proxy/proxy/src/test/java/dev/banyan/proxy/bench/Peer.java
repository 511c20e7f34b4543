package dev.banyan.proxy.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A server under measurement, in processes of its own, on a port of the loopback.
final class Peer implements AutoCloseable {
    /// What `getconf CLK_TCK` says on every Linux that the JDK runs on.
    private static final double TICKS_PER_SECOND = 100;

    /// The slowest one took 33 s on a loaded machine.
    private static final int START_SECONDS = 180;

    private static final Pattern SPACE = Pattern.compile(" ");
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private final String name;
    private final int port;
    private final Process process;

    private Peer(String name, int port, Process process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    /// Starts a server and waits until it takes connections.
    static Peer start(
            String name, int port, Path log, Map<String, String> environment, List<String> command)
            throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var peer = new Peer(name, port, builder.redirectOutput(log.toFile()).start());
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!peer.listens()) {
            if (!peer.process.isAlive() || System.nanoTime() - until > 0) {
                peer.close();
                throw new IOException(
                        "%s does not listen on %d: %s"
                                .formatted(name, port, Files.readString(log)));
            }
            LockSupport.parkNanos(20_000_000);
        }
        return peer;
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    String name() {
        return name;
    }

    /// Whether compilers run beside it at first.
    boolean isOnJvm() {
        return process.info().command().filter(it -> it.endsWith("java")).isPresent();
    }

    int port() {
        return port;
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    /// User and system time of all its processes so far.
    double cpuSeconds() {
        return processes().mapToLong(Peer::ticks).sum() / TICKS_PER_SECOND;
    }

    private static long ticks(ProcessHandle one) {
        var stat = read(one, "stat");
        // The second field is a name in parentheses, in which anything may stand.
        var fields = SPACE.splitAsStream(stat.substring(stat.lastIndexOf(')') + 2)).toList();
        return Long.parseLong(fields.get(USER_TICKS)) + Long.parseLong(fields.get(SYSTEM_TICKS));
    }

    /// Resident memory of all its processes; what they share counts more than once.
    double residentMegabytes() {
        return processes().mapToLong(Peer::residentKilobytes).sum() / 1024.0;
    }

    private static long residentKilobytes(ProcessHandle one) {
        return read(one, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    private static String read(ProcessHandle one, String file) {
        var path = Path.of("/proc", String.valueOf(one.pid()), file);
        try {
            return Files.readString(path);
        } catch (IOException ended) {
            throw new IllegalStateException("A process ended while it was measured.", ended);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
