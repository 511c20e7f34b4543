package dev.banyan.proxy.path;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client that sends whatever bytes it is told.
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final Wire wire;

    RawClient(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.wire = new Wire(in);
    }

    RawClient send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    Wire.Message read() throws IOException {
        return wire.read(false);
    }

    Wire.Message readHeadAnswer() throws IOException {
        return wire.read(true);
    }

    /// Sends a request and reads its answer.
    Wire.Message ask(String bytes) throws IOException {
        return send(bytes).read();
    }

    /// Whether the connection is closed behind what was read.
    boolean isClosedByPeer() throws IOException {
        return wire.read(false).bytes().isEmpty();
    }

    /// What comes, without looking for messages.
    InputStream buffered() {
        return in;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
