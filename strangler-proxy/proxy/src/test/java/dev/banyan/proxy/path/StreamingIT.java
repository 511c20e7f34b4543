package dev.banyan.proxy.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Bodies of any size through a proxy with 128 MB of heap, in a process of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // Set before all tests.
class StreamingIT {

    private static final long GIGABYTE = 1L << 30;
    private static final int CHUNK = 1 << 16;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private ServerSocket upstream;
    private Process proxy;
    private int port;

    @BeforeAll
    void start() throws IOException {
        upstream = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        proxy =
                new ProcessBuilder(
                                java,
                                "-Xmx128m",
                                "-XX:MaxDirectMemorySize=64m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ProxyProcess.class.getName(),
                                String.valueOf(upstream.getLocalPort()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var out = new InputStreamReader(proxy.getInputStream(), StandardCharsets.US_ASCII);
        port = Integer.parseInt(Objects.requireNonNull(new BufferedReader(out).readLine()));
    }

    @AfterAll
    void stop() throws Exception {
        proxy.getOutputStream().close();
        if (!proxy.waitFor(60, TimeUnit.SECONDS)) {
            proxy.destroyForcibly();
        }
        upstream.close();
    }

    private void serve() {
        while (true) {
            try {
                var socket = upstream.accept();
                Thread.ofPlatform().daemon().start(() -> answer(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// Answers each `GET /N` with N bytes, and takes each POST to its end.
    private void answer(Socket socket) {
        try (socket) {
            while (true) {
                answer(readHead(socket.getInputStream()), socket);
            }
        } catch (IOException ended) {
            // The proxy or the test has left.
        }
    }

    private void answer(String head, Socket socket) throws IOException {
        var out = socket.getOutputStream();
        if (head.startsWith("POST")) {
            received.set(count(socket.getInputStream(), lengthOf(head)));
            out.write(RecordingUpstream.ok("ok").getBytes(StandardCharsets.US_ASCII));
            return;
        }
        long size = Long.parseLong(head.substring(5, head.indexOf(' ', 5)));
        var answer = "HTTP/1.1 200 OK\r\nContent-Length: " + size + END_OF_HEAD;
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        send(out, size, sent);
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf(END_OF_HEAD) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The head ends in '" + head + "'.");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static long lengthOf(String head) {
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ") + 16;
        return Long.parseLong(head.substring(at, head.indexOf('\r', at)));
    }

    private static long count(InputStream in, long most) throws IOException {
        var buffer = new byte[CHUNK];
        long total = 0;
        while (total < most) {
            int read = in.read(buffer);
            if (read < 0) {
                return total;
            }
            total += read;
        }
        return total;
    }

    private static void send(OutputStream out, long size, AtomicLong progress) throws IOException {
        var buffer = new byte[CHUNK];
        for (long left = size; left > 0; ) {
            int part = (int) Math.min(left, CHUNK);
            out.write(buffer, 0, part);
            left -= part;
            progress.addAndGet(part);
        }
        out.flush();
    }

    private void streamBothWays(long size) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            ask(socket, "GET /" + size + " HTTP/1.1\r\nHost: a" + END_OF_HEAD);
            assertThat(readHead(socket.getInputStream())).startsWith("HTTP/1.1 200");
            assertThat(count(socket.getInputStream(), size)).isEqualTo(size);

            ask(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + END_OF_HEAD);
            send(socket.getOutputStream(), size, new AtomicLong());
            assertThat(readHead(socket.getInputStream())).startsWith("HTTP/1.1 200");
            assertThat(received).hasValue(size);
        }
        assertThat(proxy.isAlive()).isTrue();
    }

    private static void ask(Socket socket, String head) throws IOException {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Test
    void carriesAGigabyteInEachDirection() throws IOException {
        streamBothWays(GIGABYTE);
    }

    @Test
    @Tag("long")
    void carriesTenGigabytesInEachDirection() throws IOException {
        streamBothWays(10 * GIGABYTE);
    }

    @Test
    void makesTheUpstreamWaitForASlowReader() throws IOException {
        sent.set(0);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            ask(socket, "GET /" + GIGABYTE + " HTTP/1.1\r\nHost: a" + END_OF_HEAD);
            readHead(socket.getInputStream());

            var last = new AtomicLong(-1);
            Eventually.eventually(
                    "the upstream is made to wait",
                    () -> {
                        long now = sent.get();
                        return now > 0 && last.getAndSet(now) == now && now == again(now);
                    });

            // What lies in socket buffers, and a few of the proxy's own.
            assertThat(sent.get()).isLessThan(GIGABYTE / 8);
        }
    }

    private static String askForNothing(Socket socket) throws IOException {
        ask(socket, "GET /0 HTTP/1.1\r\nHost: a" + END_OF_HEAD);
        return readHead(socket.getInputStream());
    }

    private long again(long before) {
        for (int i = 0; i < 50 && sent.get() == before; i++) {
            LockSupport.parkNanos(10_000_000L);
        }
        return sent.get();
    }

    @Test
    void holdsFiveThousandIdleConnections() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 5_000; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                idle.add(socket);
                assertThat(askForNothing(socket)).startsWith("HTTP/1.1 200");
            }

            for (var socket : List.of(idle.getFirst(), idle.get(2_500), idle.getLast())) {
                assertThat(askForNothing(socket)).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (var socket : idle) {
                socket.close();
            }
        }
    }
}
