package dev.banyan.proxy.path;

import static dev.banyan.proxy.path.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Protocol;
import dev.banyan.proxy.spi.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// HTTP/2 and TLS to upstreams: a second proxy is the upstream, with the recording one behind it.
@OnEachTransport
class UpstreamProtocolsIT {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Transport transport;

    UpstreamProtocolsIT(Transport transport) {
        this.transport = transport;
    }

    private Front before(
            Front behind, Protocol protocol, @Nullable String name, @Nullable Path trust) {
        var address = name == null ? behind.proxy.address() : behind.tlsAddress();
        var endpoint = new Endpoint(address, protocol, name, trust, FixedUpstream.PATIENCE);
        var upstreams = new FixedUpstream("control", endpoint).withCandidates(Map.of());
        return Front.start(Front.settings(transport), upstreams, Front.noRoutes());
    }

    @Test
    void speaksHttp2WithPriorKnowledge() throws Exception {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("far"));
                var behind = Front.before(transport, upstream);
                var front = before(behind, Protocol.HTTP_2, null, null)) {
            var get = front.ask(GET);
            var post = front.ask("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");

            assertThat(get.body()).isEqualTo("far");
            assertThat(post.body()).isEqualTo("far");
            assertThat(upstream.requests().getLast().body()).isEqualTo("body");
            assertThat(upstream.requests().getLast().header("host")).isEqualTo("a");
        }
    }

    @Test
    void carriesManyRequestsOnOneConnectionPerLoop() throws Exception {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("far"));
                var behind = Front.before(transport, upstream);
                var front = before(behind, Protocol.HTTP_2, null, null)) {
            for (int i = 0; i < 20; i++) {
                assertThat(front.ask(GET).status()).isEqualTo(200);
            }

            assertThat(behind.proxy.state().connections()).isBetween(1, 2);
        }
    }

    /// What hung was a loop of io_uring that was shut down between the last write of a connection
    /// and its close: about one stop in 150.
    @Test
    @Tag("long")
    void endsEachTimeThoughConnectionsToUpstreamsAreOpen() throws Exception {
        for (int i = 0; i < 500; i++) {
            try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("far"));
                    var behind = Front.before(transport, upstream);
                    var front = before(behind, Protocol.HTTP_2, null, null)) {
                assertThat(front.ask(GET).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void speaksTlsAndVerifiesTheCertificate() throws Exception {
        var certificate = Certificates.shared();
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("far"));
                var behind = Front.withTls(transport, upstream, certificate)) {
            var trust = certificate.certificates();
            for (var protocol : Protocol.values()) {
                try (var trusting = before(behind, protocol, "localhost", trust);
                        var stranger = before(behind, protocol, "localhost", null);
                        var misled = before(behind, protocol, "elsewhere.example", trust)) {
                    assertThat(trusting.ask(GET).body()).as("%s", protocol).isEqualTo("far");
                    assertThat(stranger.ask(GET).status()).as("%s", protocol).isEqualTo(502);
                    assertThat(misled.ask(GET).status()).as("%s", protocol).isEqualTo(502);
                }
            }
        }
    }

    @Test
    void movesToANewConnectionWhenTheUpstreamSaysGoodbye() throws Exception {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("far"))) {
            var first = Front.before(transport, upstream);
            try (var front = before(first, Protocol.HTTP_2, null, null);
                    var client = front.client()) {
                assertThat(client.ask(GET).status()).isEqualTo(200);
                first.proxy.stop(Duration.ofSeconds(5)).toCompletableFuture().join();

                assertThat(client.ask(GET).status()).isEqualTo(502);
                eventually("nothing is left under way", () -> front.proxy.state().requests() == 0);
            }
        }
    }
}
