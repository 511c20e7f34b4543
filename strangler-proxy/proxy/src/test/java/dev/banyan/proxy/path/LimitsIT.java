package dev.banyan.proxy.path;

import static dev.banyan.proxy.path.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.spi.Limits;
import dev.banyan.proxy.spi.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What one client may take.
@OnEachTransport
@SuppressWarnings("NullAway.Init") // Set before each test.
class LimitsIT {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Transport transport;
    private RecordingUpstream upstream;

    LimitsIT(Transport transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        upstream = RecordingUpstream.answering(RecordingUpstream.ok("x"));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void refusesMoreThanAHundredHeaderLines() throws IOException {
        try (var front = Front.before(transport, upstream)) {
            var most = "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(99) + "\r\n";
            var tooMany = "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(100) + "\r\n";

            assertThat(front.ask(most).status()).isEqualTo(200);
            assertThat(front.ask(tooMany).status()).isEqualTo(431);
        }
    }

    @Test
    void refusesALineAndAHeadThatAreTooLong() throws IOException {
        try (var front = Front.before(transport, upstream)) {
            var line = "GET /" + "a".repeat(8_192) + " HTTP/1.1\r\nHost: a\r\n\r\n";
            var head = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(16_384) + "\r\n\r\n";

            assertThat(front.ask(line).status()).isEqualTo(414);
            assertThat(front.ask(head).status()).isEqualTo(431);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void refusesABodyThatIsTooLargeWithAndWithoutItsLength() throws IOException {
        var limits = Limits.DEFAULT.withBodySize(4);
        try (var front = Front.before(transport, upstream, s -> s.with(limits))) {
            var post = "POST / HTTP/1.1\r\nHost: a\r\n";

            assertThat(front.ask(post + "Content-Length: 5\r\n\r\nabcde").status()).isEqualTo(413);
            var chunked = post + "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n";
            assertThat(front.ask(chunked).status()).isEqualTo(413);
            assertThat(upstream.requests()).allMatch(request -> !request.whole());
        }
    }

    @Test
    void turnsClientsBeyondTheBoundAway() throws IOException {
        var limits = Limits.DEFAULT.withConnections(1);
        try (var front = Front.before(transport, upstream, s -> s.with(limits));
                var first = front.client()) {
            assertThat(first.ask(GET).status()).isEqualTo(200);
            try (var second = front.client()) {
                assertThat(second.isClosedByPeer()).isTrue();
            }
            assertThat(first.ask(GET).status()).isEqualTo(200);
        }
    }

    @Test
    void waitsOnlySoLongForAHead() throws IOException {
        var timeouts = Front.PATIENT.withHead(Duration.ofMillis(300));
        try (var front = Front.before(transport, upstream, s -> s.with(timeouts));
                var silent = front.client()) {
            assertThat(silent.isClosedByPeer()).isTrue();
            eventually("half a head is answered", () -> statusOfHalfAHead(front) == 408);
        }
    }

    /// The first request too must come in time, and a busy machine may take longer: 0 then.
    private static int statusOfHalfAHead(Front front) {
        try (var slow = front.client()) {
            return slow.ask(GET).status() == 200 ? slow.ask("GET /b HT").status() : 0;
        } catch (SocketException late) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void closesAConnectionOnWhichNothingIsAsked() throws IOException {
        var timeouts = Front.PATIENT.withClientIdle(Duration.ofMillis(300));
        try (var front = Front.before(transport, upstream, s -> s.with(timeouts));
                var client = front.client()) {
            assertThat(client.ask(GET).status()).isEqualTo(200);

            assertThat(client.isClosedByPeer()).isTrue();
            eventually("it is gone", () -> front.proxy.state().connections() == 0);
        }
    }

    @Test
    void breaksOffABodyThatStopsArriving() throws IOException {
        var timeouts = Front.PATIENT.withBodyIdle(Duration.ofMillis(300));
        try (var front = Front.before(transport, upstream, s -> s.with(timeouts))) {
            var started = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc";

            assertThat(front.ask(started).status()).isEqualTo(408);
            eventually(
                    "the upstream sees that it is broken off",
                    () -> upstream.requests().stream().anyMatch(request -> !request.whole()));
        }
    }
}
