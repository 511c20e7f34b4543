package dev.banyan.proxy.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.spi.Patience;
import dev.banyan.proxy.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Response splitting: what an upstream gets wrong never reaches another client, and a broken
/// answer never looks complete.
@OnEachTransport
class ResponseHazardsIT {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Transport transport;

    ResponseHazardsIT(Transport transport) {
        this.transport = transport;
    }

    private static String decoded(String shape) {
        return shape.replace("~", "\r\n").replace("\\n", "\n").replace("\\0", "\0");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "content-length and transfer-encoding | HTTP/1.1 200 OK~Content-Length: 3~Transfer-Encoding: chunked~~0~~",
                "two content-lengths | HTTP/1.1 200 OK~Content-Length: 1~Content-Length: 2~~ab",
                "NUL in a header | HTTP/1.1 200 OK~X: a\\0~Content-Length: 0~~",
                "bare LF | HTTP/1.1 200 OK\\nContent-Length: 0\\n\\n",
                "bad status line | HTTP/1.1 abc OK~Content-Length: 0~~",
                "status 99 | HTTP/1.1 99 X~Content-Length: 0~~",
                "status 1000 | HTTP/1.1 1000 X~Content-Length: 0~~",
                "version 1.9 | HTTP/1.9 200 OK~Content-Length: 0~~",
                "transfer-encoding gzip, chunked | HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~0~~",
                "101 that nobody asked for | HTTP/1.1 101 Switching Protocols~Upgrade: websocket~Connection: upgrade~~",
            })
    void answersABadHeadWith502(String hazard, String answer) throws IOException {
        try (var upstream = RecordingUpstream.answering(decoded(answer));
                var front = Front.before(transport, upstream)) {
            assertThat(
                            front.ask("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                                    .status())
                    .isEqualTo(502);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "body shorter than its length | HTTP/1.1 200 OK~Content-Length: 9~~abc",
                "last chunk missing | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~",
                "bad chunk size | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~zz~",
                "junk behind a chunk | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abcdef~0~~",
            })
    void neverEndsABrokenBodyForTheClient(String hazard, String answer) throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.read();
                            conversation.write(decoded(answer));
                        });
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            var broken = client.ask(GET);

            assertThat(broken.whole() && !broken.bytes().isEmpty()).isFalse();
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "second answer | GET | HTTP/1.1 200 OK~Content-Length: 2~~okHTTP/1.1 200 OK~Content-Length: 4~~evil",
                "bytes behind the length | GET | HTTP/1.1 200 OK~Content-Length: 2~~okevil",
                "body on HEAD | HEAD | HTTP/1.1 200 OK~Content-Length: 4~~evil",
                "body on 304 | GET | HTTP/1.1 304 Not Modified~Content-Length: 4~~evil",
                "body on 204 | GET | HTTP/1.1 204 No Content~~HTTP/1.1 200 OK~Content-Length: 4~~evil",
            })
    void givesBytesBehindAnAnswerToNobody(String hazard, String method, String answer)
            throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.read();
                            boolean first = conversation.number == 1;
                            conversation.write(
                                    first ? decoded(answer) : RecordingUpstream.ok("good"));
                            conversation.read();
                        });
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            client.send(method + " /a HTTP/1.1\r\nHost: a\r\n\r\n");
            var first = method.equals("HEAD") ? client.readHeadAnswer() : client.read();
            var second = client.ask(GET);

            assertThat(first.bytes()).doesNotContain("evil");
            assertThat(second.body()).isEqualTo("good");
            assertThat(upstream.connections()).isEqualTo(2);
        }
    }

    @Test
    void takesALateAnswerForNobodys() throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.read();
                            conversation.write(RecordingUpstream.ok("ok"));
                            if (conversation.number == 1) {
                                conversation.write(RecordingUpstream.ok("evil"));
                            }
                            conversation.read();
                        });
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            client.ask(GET);
            Eventually.eventually(
                    "the connection is given up or answers right",
                    () -> {
                        try (var other = front.client()) {
                            return other.ask(GET).body().equals("ok");
                        } catch (IOException e) {
                            return false;
                        }
                    });
        }
    }

    @Test
    void dropsTheFramingOf204AndKeepsTheLengthOf304() throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            while (true) {
                                var request = conversation.read();
                                if (request.bytes().isEmpty()) {
                                    return;
                                }
                                conversation.write(
                                        request.firstLine().contains("204")
                                                ? "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"
                                                : "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n");
                            }
                        });
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            var none = client.ask("GET /204 HTTP/1.1\r\nHost: a\r\n\r\n");
            var same = client.ask("GET /304 HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(none.has("content-length")).isFalse();
            assertThat(same.header("content-length")).isEqualTo("7");
        }
    }

    @Test
    void triesAnIdempotentRequestAgainWhenTheUpstreamDiesBeforeTheHead() throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.read();
                            if (conversation.number > 1) {
                                conversation.write(RecordingUpstream.ok("second try"));
                                conversation.read();
                            }
                        });
                var front = Front.before(transport, upstream)) {
            assertThat(front.ask(GET).body()).isEqualTo("second try");
        }
    }

    @Test
    void triesAPostOnlyOnce() throws IOException {
        try (var upstream = RecordingUpstream.running(conversation -> conversation.read());
                var front = Front.before(transport, upstream)) {
            var answer = front.ask("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void answers504WhenNoHeadComesInTime() throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.read();
                            conversation.read();
                        });
                var front =
                        before(upstream, Patience.DEFAULT.withFirstByte(Duration.ofMillis(300)))) {
            assertThat(front.ask(GET).status()).isEqualTo(504);
        }
    }

    private Front before(RecordingUpstream upstream, Patience patience) {
        var control = FixedUpstream.at(upstream);
        control.patience = patience;
        return Front.start(
                Front.settings(transport), control.withCandidates(Map.of()), Front.noRoutes());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void triesAsOftenAsTheUpstreamAllows(int tries) throws IOException {
        try (var upstream = RecordingUpstream.running(RecordingUpstream.Conversation::read);
                var front =
                        before(
                                upstream,
                                Patience.DEFAULT
                                        .withFirstByte(FixedUpstream.PATIENCE)
                                        .withTries(tries))) {
            assertThat(front.ask(GET).status()).isEqualTo(502);
            assertThat(upstream.requests()).hasSize(tries);
        }
    }

    @Test
    void answers502WhenNobodyListens() throws IOException {
        var upstream = RecordingUpstream.answering("");
        upstream.close();
        try (var front = Front.before(transport, upstream)) {
            assertThat(front.ask(GET).status()).isEqualTo(502);
        }
    }

    @Test
    void sendsAnEarlyAnswerAndClosesBehindIt() throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.socket().getInputStream().readNBytes(10);
                            conversation.write(
                                    "HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nbig!");
                            conversation.read();
                        });
                var front = Front.before(transport, upstream);
                var client = front.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc");
            var answer = client.read();
            client.send("more that nobody wants");

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(answer.body()).isEqualTo("big!");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void closesTheUpstreamWhenTheClientVanishes() throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.read();
                            conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab");
                            conversation.read();
                        });
                var front = Front.before(transport, upstream)) {
            var client = front.client();
            client.send(GET);
            Eventually.eventually("it is under way", () -> upstream.requests().size() == 1);
            client.close();

            Eventually.eventually(
                    "the exchange ends",
                    () -> front.ended.stream().anyMatch(e -> e.reason().equals("client-gone")));
        }
    }
}
