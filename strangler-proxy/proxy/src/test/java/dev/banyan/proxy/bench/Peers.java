package dev.banyan.proxy.bench;

import dev.banyan.postgres.test.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// All that are compared, up at the same time. A peer that is not installed is named with how to
/// get it, and left out.
final class Peers implements AutoCloseable {
    private final List<Peer> all = new ArrayList<>();
    private final List<Peer> order = new ArrayList<>();

    /// @param gateway the jar of Spring Cloud Gateway, if it was built
    static Peers start(Ground ground, Path gateway) throws IOException {
        var peers = new Peers();
        try {
            peers.startAll(ground, gateway);
            return peers;
        } catch (IOException | RuntimeException e) {
            peers.close();
            throw e;
        }
    }

    private void startAll(Ground ground, Path gateway) throws IOException {
        all.add(ground.upstream());
        all.add(ground.nginx());
        var haproxy = Tools.find("haproxy");
        if (haproxy.isPresent()) {
            all.add(ground.haproxy(haproxy.get()));
        } else {
            System.err.println("haproxy is left out. To have it: apt-get install haproxy");
        }
        if (Files.isRegularFile(gateway)) {
            all.add(ground.gateway(gateway));
        } else {
            System.err.println(
                    "Spring Cloud Gateway is left out. To have it: ./mvnw package -f strangler-proxy/proxy/src/bench/gateway/pom.xml");
        }
        all.add(ground.banyan(PostgresServer.shared().createDatabase()));
        order.addAll(all);
    }

    List<Peer> all() {
        return all;
    }

    /// The order of the next round, which turns around each time.
    List<Peer> inTurn() {
        Collections.reverse(order);
        return List.copyOf(order);
    }

    @Override
    public void close() {
        all.reversed().forEach(Peer::close);
    }
}
