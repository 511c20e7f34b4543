package dev.banyan.proxy.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Many connections that have asked once and then lie idle.
final class IdleConnections implements AutoCloseable {
    private static final byte[] REQUEST =
            "GET /api/stock/1k HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int ANSWER = 1_024;

    private final List<Socket> sockets = new ArrayList<>();

    IdleConnections(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(socket);
            socket.getOutputStream().write(REQUEST);
            // The head is shorter than the body: what is read is of this answer alone.
            if (socket.getInputStream().readNBytes(ANSWER).length < ANSWER) {
                throw new IOException("Connection %d of %d was closed.".formatted(i + 1, count));
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
