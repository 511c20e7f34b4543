package dev.banyan.ledger.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A TCP proxy on a loopback port that breaks connections at the moment that a test wants. Safe for
/// all threads; two virtual threads for each connection.
public final class FaultProxy implements AutoCloseable {

    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket server;
    private final String upstreamHost;
    private final int upstreamPort;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong responseBytesLeft = new AtomicLong(NEVER);
    private final AtomicReference<@Nullable String> unanswered = new AtomicReference<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean down;

    public FaultProxy(String upstreamHost, int upstreamPort) {
        this.upstreamHost = upstreamHost;
        this.upstreamPort = upstreamPort;
        try {
            this.server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("fault-proxy").start(this::accept);
    }

    public String host() {
        return server.getInetAddress().getHostAddress();
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Resets the connection on which the answers reach so many more bytes, counted over all
    /// connections from now on. Once.
    public void cutAfterResponseBytes(long bytes) {
        responseBytesLeft.set(bytes);
    }

    /// Passes the next request that contains this text on, and resets its connection when the
    /// answer begins: the server has done it, the client does not know. Once. PostgreSQL's driver
    /// sends the text of a statement with its first use on a connection, and may send its name
    /// later.
    public void cutAnswerTo(String request) {
        unanswered.set(request);
    }

    /// How many connections were cut where the test wanted it.
    public int cuts() {
        return cuts.get();
    }

    /// Resets all connections, and each new one, until `up`.
    public void down() {
        down = true;
        reset();
    }

    public void up() {
        down = false;
    }

    /// Resets all connections.
    public void reset() {
        links.forEach(Link::reset);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException _) {
                // Closed, or a client that has gone already.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            var link = new Link(client, new Socket(upstreamHost, upstreamPort));
            links.add(link);
            if (down || server.isClosed()) {
                link.reset();
            }
            Thread.ofVirtual().start(link::forwardRequests);
            Thread.ofVirtual().start(link::forwardResponses);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reset();
        }
    }

    /// One client and its connection to the server.
    private final class Link {

        private final Socket client;
        private final Socket upstream;
        private volatile boolean cutAtAnswer;

        Link(Socket client, Socket upstream) throws IOException {
            this.client = client;
            this.upstream = upstream;
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        }

        void forwardRequests() {
            forward(client, upstream, this::seeRequest);
        }

        void forwardResponses() {
            forward(upstream, client, this::seeResponse);
        }

        private void seeRequest(byte[] buffer, int length) {
            var wanted = unanswered.get();
            var text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            if (wanted != null && text.contains(wanted) && unanswered.compareAndSet(wanted, null)) {
                cutAtAnswer = true;
            }
        }

        private void seeResponse(byte[] buffer, int length) throws IOException {
            if (cutAtAnswer) {
                cut();
            }
            if (responseBytesLeft.get() == NEVER) {
                return;
            }
            long left = responseBytesLeft.addAndGet(-length);
            if (left <= 0) {
                responseBytesLeft.set(NEVER);
                client.getOutputStream().write(buffer, 0, (int) Math.max(0, length + left));
                cut();
            }
        }

        private void cut() throws IOException {
            cuts.incrementAndGet();
            reset();
            throw new IOException("cut");
        }

        private void forward(Socket from, Socket to, Seen seen) {
            var buffer = new byte[16 * 1024];
            try {
                InputStream input = from.getInputStream();
                for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                    seen.bytes(buffer, read);
                    to.getOutputStream().write(buffer, 0, read);
                }
                to.shutdownOutput();
            } catch (IOException _) {
                reset();
            }
        }

        void reset() {
            links.remove(this);
            reset(client);
            reset(upstream);
        }

        private static void reset(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException _) {
                // It is closed already.
            }
        }
    }

    private interface Seen {
        void bytes(byte[] buffer, int length) throws IOException;
    }
}
