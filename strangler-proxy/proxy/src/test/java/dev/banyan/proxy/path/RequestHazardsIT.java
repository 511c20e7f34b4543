package dev.banyan.proxy.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.spi.Transport;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Request smuggling: every shape that two servers may read in two ways is refused, and the
/// upstream never sees a byte of it.
@OnEachTransport
@SuppressWarnings("NullAway.Init") // Set before each invocation of the class.
class RequestHazardsIT {

    RequestHazardsIT(Transport transport) {
        assertThat(front.proxy.transport()).startsWith(transport.name());
    }

    private static RecordingUpstream upstream;
    private static Front front;

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) {
        upstream = RecordingUpstream.answering(RecordingUpstream.ok("ok"));
        front = Front.before(transport, upstream);
    }

    @AfterParameterizedClassInvocation
    static void stop() throws IOException {
        front.close();
        upstream.close();
    }

    private static String decoded(String shape) {
        return shape.replace("~", "\r\n")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("\\0", "\0")
                .replace("\\x80", "\u0080");
    }

    /// In the shapes `~` is CRLF. Every one gets one answer, and then the connection is closed.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "content-length and transfer-encoding | 400 | POST / HTTP/1.1~Host: a~Content-Length: 5~Transfer-Encoding: chunked~~0~~",
                "two content-lengths | 400 | POST / HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2~~ab",
                "two equal content-lengths | 400 | POST / HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 1~~a",
                "content-length with a plus | 400 | POST / HTTP/1.1~Host: a~Content-Length: +3~~abc",
                "negative content-length | 400 | POST / HTTP/1.1~Host: a~Content-Length: -1~~abc",
                "hexadecimal content-length | 400 | POST / HTTP/1.1~Host: a~Content-Length: 0x3~~abc",
                "content-length of two words | 400 | POST / HTTP/1.1~Host: a~Content-Length: 3 4~~abc",
                "empty content-length | 400 | POST / HTTP/1.1~Host: a~Content-Length:~~abc",
                "content-length overflow | 400 | POST / HTTP/1.1~Host: a~Content-Length: 99999999999999999999~~abc",
                "transfer-encoding identity | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: identity~~abc",
                "transfer-encoding xchunked | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: xchunked~~abc",
                "transfer-encoding chunked, identity | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked, identity~~0~~",
                "transfer-encoding repeated | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~",
                "transfer-encoding gzip, chunked | 501 | POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~0~~",
                "transfer-encoding in HTTP/1.0 | 400 | POST / HTTP/1.0~Host: a~Transfer-Encoding: chunked~~0~~",
                "transfer-encoding folded | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding:~ chunked~~0~~",
                "bare LF in the head | 400 | GET / HTTP/1.1\\nHost: a\\n\\n",
                "bare CR in a value | 400 | GET / HTTP/1.1~Host: a~X: b\\rc~~",
                "space before the colon | 400 | POST / HTTP/1.1~Host: a~Content-Length : 3~~abc",
                "bad header name | 400 | GET / HTTP/1.1~Host: a~X(y): z~~",
                "NUL in a value | 400 | GET / HTTP/1.1~Host: a~X: a\\0b~~",
                "first header line folded | 400 | GET / HTTP/1.1~ Host: a~Host: a~~",
                "HTTP/0.9 | 400 | GET /~~",
                "HTTP/1.2 | 505 | GET / HTTP/1.2~Host: a~~",
                "HTTP/2.0 without preface | 505 | GET / HTTP/2.0~Host: a~~",
                "version in small letters | 505 | GET / hTTP/1.1~Host: a~~",
                "space in the target | 400 | GET /a b HTTP/1.1~Host: a~~",
                "CONNECT | 405 | CONNECT a:443 HTTP/1.1~Host: a:443~~",
                "asterisk for GET | 400 | GET * HTTP/1.1~Host: a~~",
                "target without slash | 400 | GET index.html HTTP/1.1~Host: a~~",
                "no host | 400 | GET / HTTP/1.1~X: y~~",
                "two hosts | 400 | GET / HTTP/1.1~Host: a~Host: b~~",
                "host with a path | 400 | GET / HTTP/1.1~Host: a/b~~",
                "host with user information | 400 | GET / HTTP/1.1~Host: u@a~~",
                "host list | 400 | GET / HTTP/1.1~Host: a,b~~",
                "host with a space | 400 | GET / HTTP/1.1~Host: a b~~",
                "host with a bad port | 400 | GET / HTTP/1.1~Host: a:99999~~",
                "absolute form with user information | 400 | GET http://u@a/ HTTP/1.1~Host: a~~",
                "another scheme | 400 | GET ftp://a/ HTTP/1.1~Host: a~~",
                "NUL in the target | 400 | GET /a\\0b HTTP/1.1~Host: a~~",
                "8-bit character in the target | 400 | GET /a\\x80 HTTP/1.1~Host: a~~",
                "fragment in the target | 400 | GET /a#b HTTP/1.1~Host: a~~",
                "backslash in the target | 400 | GET /a\\b HTTP/1.1~Host: a~~",
                "empty segment | 400 | GET //a HTTP/1.1~Host: a~~",
                "dot segments | 400 | GET /a/../b HTTP/1.1~Host: a~~",
                "encoded dot segments | 400 | GET /a/%2e%2E/b HTTP/1.1~Host: a~~",
                "half encoded dot segments | 400 | GET /a/.%2e/b HTTP/1.1~Host: a~~",
                "dot segment with parameters | 400 | GET /a/..;x/b HTTP/1.1~Host: a~~",
                "encoded slash | 400 | GET /a%2fb HTTP/1.1~Host: a~~",
                "encoded backslash | 400 | GET /a%5cb HTTP/1.1~Host: a~~",
                "encoded NUL | 400 | GET /a%00b HTTP/1.1~Host: a~~",
                "broken percent sign | 400 | GET /a%zz HTTP/1.1~Host: a~~",
                "percent sign at the end | 400 | GET /a% HTTP/1.1~Host: a~~",
                "connection names content-length | 400 | POST / HTTP/1.1~Host: a~Connection: content-length~Content-Length: 0~~",
                "connection names a forwarded header | 400 | GET / HTTP/1.1~Host: a~Connection: close, X-Forwarded-For~~",
                "connection names host | 400 | GET / HTTP/1.1~Host: a~Connection: Host~~",
                "connection names authorization | 400 | GET / HTTP/1.1~Host: a~Connection: Authorization~~",
                "connection names cookie | 400 | GET / HTTP/1.1~Host: a~Connection: cookie~~",
                "unknown expectation | 417 | POST / HTTP/1.1~Host: a~Expect: gold~Content-Length: 0~~",
            })
    void refuses(String hazard, int status, String shape) throws IOException {
        int before = upstream.requests().size();

        try (var client = front.client()) {
            client.send(decoded(shape) + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(status);
            assertThat(client.isClosedByPeer()).isTrue();
        }
        assertThat(upstream.requests()).hasSize(before);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "chunk size 0x3 | 0x3~abc~0~~",
                "chunk size +3 | +3~abc~0~~",
                "chunk size -3 | -3~abc~0~~",
                "chunk size 3g | 3g~abc~0~~",
                "no chunk size | ~abc~0~~",
                "chunk size overflow | 80000000~abc~0~~",
                "LF after the chunk size | 3\\nabc~0~~",
                "LF in a chunk extension | 3;a\\nb~abc~0~~",
                "no CRLF after chunk data | 3~abcX0~~",
                "junk after chunk data | 3~abcdef~0~~",
                "LF in trailers | 3~abc~0~X: y\\n~~",
            })
    void neverEndsABrokenBodyForTheUpstream(String hazard, String body) throws IOException {
        int before = upstream.requests().size();

        try (var client = front.client()) {
            // Leaves a connection behind, so that the head below is sent before its body breaks.
            client.ask("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
            client.send("POST /broken HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            // What is looked at behind it is sent with it: nothing of it, if that is broken.
            Eventually.eventually("the head is sent", () -> front.proxy.state().requests() == 1);
            client.send(decoded(body));
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.isClosedByPeer()).isTrue();
        }
        Eventually.eventually(
                "the upstream connection is closed", () -> upstream.requests().size() > before + 1);
        assertThat(upstream.requests().getLast().whole()).isFalse();
        assertThat(upstream.requests().getLast().bytes()).doesNotContain("\r\n0\r\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "content-length 003 | POST /a HTTP/1.1~Host: a~Content-Length: 003~~abc | content-length | 3",
                "absolute form with another host | GET http://b:81/x?y HTTP/1.1~Host: a~~ | host | b:81",
                "header with an underscore | GET / HTTP/1.1~Host: a~X_Forwarded_For: evil~~ | x_forwarded_for | []",
                "upgrade to h2c | GET / HTTP/1.1~Host: a~Connection: Upgrade, HTTP2-Settings~Upgrade: h2c~HTTP2-Settings: x~~ | upgrade | []",
                "HTTP2-Settings | GET / HTTP/1.1~Host: a~Connection: HTTP2-Settings~HTTP2-Settings: x~~ | http2-settings | []",
                "header that connection names | GET / HTTP/1.1~Host: a~Connection: X-Own~X-Own: 1~~ | x-own | []",
                "TE | GET / HTTP/1.1~Host: a~TE: trailers~~ | te | []",
                "keep-alive | GET / HTTP/1.1~Host: a~Keep-Alive: 5~~ | keep-alive | []",
                "proxy-connection | GET / HTTP/1.1~Host: a~Proxy-Connection: keep-alive~~ | proxy-connection | []",
                "untrusted forwarded | GET / HTTP/1.1~Host: a~Forwarded: for=9.9.9.9~~ | forwarded | for=127.0.0.1;host=a;proto=http",
                "untrusted x-forwarded-for | GET / HTTP/1.1~Host: a~X-Forwarded-For: 9.9.9.9~~ | x-forwarded-for | 127.0.0.1",
                "untrusted x-forwarded-port | GET / HTTP/1.1~Host: a~X-Forwarded-Port: 1~~ | x-forwarded-port | []",
                "untrusted x-real-ip | GET / HTTP/1.1~Host: a~X-Real-IP: 9.9.9.9~~ | x-real-ip | []",
                "internal header | GET / HTTP/1.1~Host: a~Banyan-Table: inventory 9~~ | banyan-table | []",
                "obs-fold in a later header | GET / HTTP/1.1~Host: a~X: b~ c~~ | x | b c",
            })
    void forwardsInOneForm(String hazard, String shape, String header, String expected)
            throws IOException {
        int before = upstream.requests().size();

        assertThat(front.ask(decoded(shape)).status()).isEqualTo(200);

        assertThat(upstream.requests().get(before).header(header)).isEqualTo(expected);
    }

    @Test
    void rewritesAbsoluteFormAsOriginForm() throws IOException {
        int before = upstream.requests().size();

        front.ask("GET http://b/x?y HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(upstream.requests().get(before).firstLine()).isEqualTo("GET /x?y HTTP/1.1");
    }

    @Test
    void discardsWhatComesBehindAClose() throws IOException {
        int before = upstream.requests().size();

        try (var client = front.client()) {
            client.send(
                    decoded(
                            "GET /first HTTP/1.1~Host: a~Connection: close~~GET /second HTTP/1.1~Host: a~~"));
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.isClosedByPeer()).isTrue();
        }

        assertThat(upstream.requests()).hasSize(before + 1);
    }

    @Test
    void refusesInternalPathsHoweverTheyAreSpelled() throws IOException {
        int before = upstream.requests().size();

        for (var path : new String[] {"/internal", "/internal/x", "/%69nternal", "/actuator/env"}) {
            var answer = front.ask("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(answer.status()).as(path).isEqualTo(404);
        }

        assertThat(upstream.requests()).hasSize(before);
    }

    @Test
    void beginsATraceThatNobodyTrustworthyBegan() throws IOException {
        int before = upstream.requests().size();
        var claimed = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        front.ask("GET / HTTP/1.1\r\nHost: a\r\ntraceparent: " + claimed + "\r\n\r\n");

        assertThat(upstream.requests().get(before).header("traceparent"))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .isNotEqualTo(claimed);
    }
}
