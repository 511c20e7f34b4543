package dev.banyan.proxy.path;

import static dev.banyan.proxy.path.Eventually.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.spi.Transport;
import dev.banyan.routing.ModuleRouting;
import dev.banyan.routing.Route;
import dev.banyan.routing.StickyKey;
import dev.banyan.routing.WebSockets;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// WebSocket and server-sent events.
@OnEachTransport
class TunnelIT {

    private static final String UPGRADE =
            "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n";
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    private static final String ACCEPTED = SWITCHING + "Sec-WebSocket-Accept: y\r\n\r\n";

    private final Transport transport;

    TunnelIT(Transport transport) {
        this.transport = transport;
    }

    private static RecordingUpstream echo() {
        return RecordingUpstream.running(conversation -> {
            conversation.read();
            conversation.write(ACCEPTED + "first");
            var in = conversation.socket().getInputStream();
            var bytes = in.readNBytes(4);
            conversation.write(new String(bytes, US_ASCII));
            in.read();
        });
    }

    private Front front(RecordingUpstream upstream, WebSockets rule) {
        var module =
                ModuleRouting.onControl(
                        "live", new StickyKey.User(), List.of(Route.of("/live/**").with(rule)));
        return Front.start(
                Front.settings(transport),
                FixedUpstream.at(upstream).withCandidates(Map.of()),
                Front.routes(1, module));
    }

    @Test
    void carriesBytesBothWaysAfterTheSwitch() throws IOException {
        try (var upstream = echo();
                var front = front(upstream, WebSockets.READ_AND_WRITE);
                var client = front.client()) {
            var head = client.ask("GET /live/1 HTTP/1.1\r\nHost: a\r\n" + UPGRADE);
            assertThat(head.status()).isEqualTo(101);
            assertThat(head.header("upgrade")).isEqualTo("websocket");
            assertThat(head.header("sec-websocket-accept")).isEqualTo("y");
            client.send("ping");
            var in = client.buffered();

            assertThat(new String(in.readNBytes(9), US_ASCII)).isEqualTo("firstping");
            assertThat(front.proxy.state().modules().getFirst().writesInFlight()).isEqualTo(1);
        }
    }

    @Test
    void closesBothSidesWhenOneCloses() throws IOException {
        try (var upstream = echo();
                var front = front(upstream, WebSockets.READ_ONLY)) {
            try (var client = front.client()) {
                client.ask("GET /live/1 HTTP/1.1\r\nHost: a\r\n" + UPGRADE);
            }

            eventually(
                    "the tunnel is closed",
                    () -> front.ended.stream().anyMatch(e -> e.reason().equals("closed")));
        }
    }

    @Test
    void passesNoUpgradeOnWhereTheRouteHasNoWebSockets() throws IOException {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("plain"));
                var front = front(upstream, WebSockets.REFUSED)) {
            var answer = front.ask("GET /live/1 HTTP/1.1\r\nHost: a\r\n" + UPGRADE);

            assertThat(answer.body()).isEqualTo("plain");
            assertThat(upstream.requests().getFirst().has("upgrade")).isFalse();
        }
    }

    @Test
    void refusesA101WithoutAnAcceptedKey() throws IOException {
        try (var upstream = RecordingUpstream.answering(SWITCHING + "\r\n");
                var front = front(upstream, WebSockets.READ_ONLY)) {
            var answer = front.ask("GET /live/1 HTTP/1.1\r\nHost: a\r\n" + UPGRADE);

            assertThat(answer.status()).isEqualTo(502);
        }
    }

    @Test
    void passesEachEventOnAsItComes() throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.read();
                            conversation.write(
                                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                            conversation.write("data: 1\n\n");
                            conversation.read();
                        });
                var front = front(upstream, WebSockets.REFUSED);
                var client = front.client()) {
            client.send("GET /live/1 HTTP/1.1\r\nHost: a\r\n\r\n");
            var seen = new StringBuilder();
            while (seen.indexOf("data: 1") < 0) {
                seen.append((char) client.buffered().read());
            }

            assertThat(seen.toString()).contains("200 OK").endsWith("data: 1");
        }
    }
}
