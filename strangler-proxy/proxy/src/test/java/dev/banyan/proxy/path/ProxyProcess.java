package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/// A proxy in a process of its own, for what depends on the size of its heap. Prints its port and
/// ends when its input does.
final class ProxyProcess {

    private ProxyProcess() {}

    public static void main(String... arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        var upstream = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var upstreams = new FixedUpstream("control", FixedUpstream.endpoint(upstream));
        try (var front =
                Front.start(
                        Front.settings(Transport.AUTO),
                        upstreams.withCandidates(Map.of()),
                        Front.noRoutes())) {
            System.out.println(front.proxy.address().getPort());
            while (System.in.read() >= 0) {}
        }
    }
}
