package dev.banyan.proxy.path;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An application that keeps the exact bytes of every request, and answers as it is told, wrongly
/// too.
final class RecordingUpstream implements AutoCloseable {

    /// Serves one connection.
    interface Script {
        void serve(Conversation conversation) throws IOException;
    }

    /// One connection, seen from the upstream.
    final class Conversation {
        private final Socket socket;
        private final Wire wire;
        final int number;

        Conversation(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            this.wire = new Wire(new BufferedInputStream(socket.getInputStream()));
        }

        /// The next request, which is recorded; an empty one at the end.
        Wire.Message read() throws IOException {
            var request = wire.read(false);
            if (!request.bytes().isEmpty()) {
                requests.add(request);
            }
            return request;
        }

        void write(String bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        Socket socket() {
            return socket;
        }

        void close() throws IOException {
            socket.close();
        }
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Wire.Message> requests = new CopyOnWriteArrayList<>();

    private RecordingUpstream(Script script) {
        this.script = script;
        try {
            this.server = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    static RecordingUpstream running(Script script) {
        return new RecordingUpstream(script);
    }

    /// Answers every request with the same bytes.
    static RecordingUpstream answering(String answer) {
        return running(conversation -> {
            while (!conversation.read().bytes().isEmpty()) {
                conversation.write(answer);
            }
        });
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void accept() {
        while (true) {
            try {
                var socket = server.accept();
                sockets.add(socket);
                int number = sockets.size();
                Thread.ofVirtual().start(() -> serve(socket, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            script.serve(new Conversation(socket, number));
        } catch (IOException broken) {
            // Clients that break off are part of these tests.
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /// All requests so far, with every byte.
    List<Wire.Message> requests() {
        return requests;
    }

    int connections() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
