package dev.banyan.proxy.upstream;

import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Asks one instance whether it is well. Blocks; never called on an event loop.
///
/// With a path, a cleartext HTTP/1.1 instance must answer it with 2xx or 3xx; of others, and
/// without a path, a connection is enough.
final class HealthCheck {
    private static final int LONGEST_STATUS_LINE = 64;

    private final Optional<String> path;
    private final Duration timeout;

    HealthCheck(Optional<String> path, Duration timeout) {
        this.path = path;
        this.timeout = timeout;
    }

    boolean passes(Endpoint endpoint) {
        try (var socket = new Socket()) {
            socket.connect(resolved(endpoint.address()), (int) timeout.toMillis());
            socket.setSoTimeout((int) timeout.toMillis());
            boolean asks =
                    path.isPresent()
                            && !endpoint.secure()
                            && endpoint.protocol() == Protocol.HTTP_1_1;
            return !asks || answersWell(socket, endpoint, path.get());
        } catch (IOException unwell) {
            return false;
        }
    }

    private static InetSocketAddress resolved(InetSocketAddress address) {
        return address.isUnresolved()
                ? new InetSocketAddress(address.getHostString(), address.getPort())
                : address;
    }

    private static boolean answersWell(Socket socket, Endpoint endpoint, String path)
            throws IOException {
        var request =
                "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: banyan-proxy\r\nConnection: close\r\n\r\n"
                        .formatted(
                                path,
                                endpoint.address().getHostString(),
                                endpoint.address().getPort());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var line = statusLine(socket);
        return line.matches("HTTP/1\\.[01] [23]\\d\\d.*");
    }

    private static String statusLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        int next = socket.getInputStream().read();
        while (next >= 0 && next != '\r' && next != '\n' && line.length() < LONGEST_STATUS_LINE) {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        return line.toString();
    }
}
