package dev.banyan.proxy.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.spi.Transport;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@OnEachTransport
class ForwardingIT {

    private final Transport transport;

    ForwardingIT(Transport transport) {
        this.transport = transport;
    }

    @Test
    void passesARequestAndItsAnswerOn() throws IOException {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("hello"));
                var front = Front.before(transport, upstream)) {
            var answer = front.ask("GET /a?b=c HTTP/1.1\r\nHost: shop.example\r\nX-Own: 1\r\n\r\n");

            assertThat(answer.firstLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(answer.body()).isEqualTo("hello");
            var request = upstream.requests().getFirst();
            assertThat(request.firstLine()).isEqualTo("GET /a?b=c HTTP/1.1");
            assertThat(request.header("host")).isEqualTo("shop.example");
            assertThat(request.header("x-own")).isEqualTo("1");
        }
    }

    @Test
    void reusesTheUpstreamConnectionForTheNextRequest() throws IOException {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("x"));
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            for (int i = 0; i < 10; i++) {
                var answer = client.ask("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(answer.status()).isEqualTo(200);
            }

            assertThat(upstream.requests()).hasSize(10);
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            for (var request = conversation.read();
                                    !request.bytes().isEmpty();
                                    request = conversation.read()) {
                                conversation.write(RecordingUpstream.ok(request.firstLine()));
                            }
                        });
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            var all = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                all.append("POST /").append(i).append(" HTTP/1.1\r\nHost: a\r\n");
                all.append("Content-Length: 3\r\n\r\nabc");
            }
            client.send(all.toString());

            for (int i = 0; i < 50; i++) {
                assertThat(client.read().body()).isEqualTo("POST /" + i + " HTTP/1.1");
            }
        }
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() throws IOException {
        try (var upstream =
                        RecordingUpstream.answering(
                                "HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n");
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n");
            var first = client.readHeadAnswer();
            client.send("HEAD /b HTTP/1.1\r\nHost: a\r\n\r\n");
            var second = client.readHeadAnswer();

            assertThat(first.header("content-length")).isEqualTo("42");
            assertThat(first.body()).isEmpty();
            assertThat(second.status()).isEqualTo(200);
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void passesAChunkedBodyOnChunkedInBothDirections() throws IOException {
        try (var upstream =
                        RecordingUpstream.answering(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;ext=1\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n");
                var front = Front.before(transport, upstream)) {
            var answer =
                    front.ask(
                            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=\"y\"\r\nabc\r\n0\r\nHost: evil\r\n\r\n");

            assertThat(answer.body()).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
            assertThat(upstream.requests().getFirst().body()).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
        }
    }

    @Test
    void givesABodyThatEndsWithItsConnectionAnEndOfItsOwn() throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.read();
                            conversation.write("HTTP/1.1 200 OK\r\n\r\nuntil the end");
                        });
                var front = Front.before(transport, upstream)) {
            var modern = front.ask("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
            var old = front.ask("GET /a HTTP/1.0\r\nHost: a\r\n\r\n");

            assertThat(modern.body()).isEqualTo("d\r\nuntil the end\r\n0\r\n\r\n");
            assertThat(old.body()).isEqualTo("until the end");
            assertThat(old.header("connection")).isEqualTo("close");
        }
    }

    @Test
    void passes100ContinueOnToWhoWaitsForIt() throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.socket().getInputStream().readNBytes(4);
                            conversation.write("HTTP/1.1 100 Continue\r\n\r\n");
                            conversation.read();
                            conversation.write(RecordingUpstream.ok("done"));
                            conversation.read();
                        });
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            client.send(
                    "POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            var interim = client.read();
            client.send("body");

            assertThat(interim.firstLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.read().body()).isEqualTo("done");
            assertThat(upstream.requests().getFirst().bytes()).endsWith("\r\n\r\nbody");
        }
    }
}
