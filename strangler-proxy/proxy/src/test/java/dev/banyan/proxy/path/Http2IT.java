package dev.banyan.proxy.path;

import static dev.banyan.proxy.path.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.spi.TlsSettings;
import dev.banyan.proxy.spi.Transport;
import io.netty.handler.ssl.OpenSsl;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// HTTP/2 from clients: with prior knowledge in raw frames, and over TLS.
@OnEachTransport
class Http2IT {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final Transport transport;

    Http2IT(Transport transport) {
        this.transport = transport;
    }

    private record Frame(int type, int flags, int stream, String payload) {}

    /// A client that writes raw frames, its heads as literals without Huffman coding or table.
    private static final class Frames implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        Frames(Front front) throws IOException {
            socket =
                    new Socket(front.proxy.address().getAddress(), front.proxy.address().getPort());
            socket.setSoTimeout(60_000);
            in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream()
                    .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            send(SETTINGS, 0, 0, new byte[0]);
        }

        void send(int type, int flags, int stream, byte[] payload) throws IOException {
            var out = new ByteArrayOutputStream();
            out.write(payload.length >> 16);
            out.write(payload.length >> 8);
            out.write(payload.length);
            out.write(type);
            out.write(flags);
            for (int shift = 24; shift >= 0; shift -= 8) {
                out.write(stream >> shift);
            }
            out.write(payload);
            socket.getOutputStream().write(out.toByteArray());
        }

        void head(int stream, boolean ended, String... fields) throws IOException {
            var block = new ByteArrayOutputStream();
            for (var field : fields) {
                int colon = field.indexOf(':', 1);
                block.write(0);
                literal(block, field.substring(0, colon));
                literal(block, field.substring(colon + 1));
            }
            int flags = END_HEADERS | (ended ? END_STREAM : 0);
            send(HEADERS, flags, stream, block.toByteArray());
        }

        private static void literal(ByteArrayOutputStream block, String text) {
            block.write(text.length());
            block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /// Reads up to the end of a stream, however it ends.
        List<Frame> readStream(int stream) throws IOException {
            var frames = new ArrayList<Frame>();
            while (true) {
                var frame = read();
                if (frame.stream() == stream) {
                    frames.add(frame);
                    boolean ended = (frame.flags() & END_STREAM) != 0;
                    if (frame.type() == RST_STREAM || (frame.type() <= HEADERS && ended)) {
                        return frames;
                    }
                }
                if (frame.type() == GOAWAY) {
                    frames.add(frame);
                    return frames;
                }
            }
        }

        Frame read() throws IOException {
            int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            var payload = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            return new Frame(type, flags, stream, payload);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String data(List<Frame> frames) {
        var text = new StringBuilder();
        for (var frame : frames) {
            if (frame.type() == DATA) {
                text.append(frame.payload());
            }
        }
        return text.toString();
    }

    @Test
    void translatesARequestAndItsAnswer() throws IOException {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("hello"));
                var front = Front.before(transport, upstream);
                var client = new Frames(front)) {
            client.head(
                    1,
                    true,
                    ":method:GET",
                    ":path:/a?b",
                    ":scheme:http",
                    ":authority:shop:81",
                    "cookie:a=1",
                    "cookie:b=2");
            var answer = client.readStream(1);

            assertThat(data(answer)).isEqualTo("hello");
            var request = upstream.requests().getFirst();
            assertThat(request.firstLine()).isEqualTo("GET /a?b HTTP/1.1");
            assertThat(request.header("host")).isEqualTo("shop:81");
            assertThat(request.header("cookie")).isEqualTo("a=1; b=2");
            assertThat(request.head()).doesNotContain("x-http2-");
        }
    }

    @Test
    void sendsABodyWithoutLengthInChunks() throws IOException {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("ok"));
                var front = Front.before(transport, upstream);
                var client = new Frames(front)) {
            client.head(1, false, ":method:POST", ":path:/", ":scheme:http", ":authority:a");
            client.send(DATA, 0, 1, "abc".getBytes(StandardCharsets.US_ASCII));
            client.send(DATA, END_STREAM, 1, "de".getBytes(StandardCharsets.US_ASCII));

            assertThat(data(client.readStream(1))).isEqualTo("ok");
            var body = upstream.requests().getFirst().body();
            assertThat(body).startsWith("3\r\nabc\r\n").endsWith("0\r\n\r\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no method | :path:/;:scheme:http;:authority:a",
                "no path | :method:GET;:scheme:http;:authority:a",
                "no scheme | :method:GET;:path:/;:authority:a",
                "no authority | :method:GET;:path:/;:scheme:http",
                "space in the path | :method:GET;:path:/a b;:scheme:http;:authority:a",
                "space in the method | :method:GET /x;:path:/;:scheme:http;:authority:a",
                "absolute path | :method:GET;:path:http://b/;:scheme:http;:authority:a",
                "path without slash | :method:GET;:path:a;:scheme:http;:authority:a",
                "asterisk for GET | :method:GET;:path:*;:scheme:http;:authority:a",
                "user information | :method:GET;:path:/;:scheme:http;:authority:u@a",
                "host that differs from the authority | :method:GET;:path:/;:scheme:http;:authority:a;host:b",
                "CONNECT | :method:CONNECT;:authority:a",
                "transfer-encoding | :method:GET;:path:/;:scheme:http;:authority:a;transfer-encoding:chunked",
                "connection | :method:GET;:path:/;:scheme:http;:authority:a;connection:close",
                "upper case name | :method:GET;:path:/;:scheme:http;:authority:a;X-A:1",
                "LF in a value | :method:GET;:path:/;:scheme:http;:authority:a;x:a\\nb",
                "CRLF in the path | :method:GET;:path:/ HTTP/1.1\\r\\nX: y;:scheme:http;:authority:a",
                "two content-lengths | :method:POST;:path:/;:scheme:http;:authority:a;content-length:1;content-length:2",
                "dot segments | :method:GET;:path:/a/../b;:scheme:http;:authority:a",
                "internal path | :method:GET;:path:/internal/x;:scheme:http;:authority:a",
            })
    void forwardsNothingOf(String hazard, String fields) throws IOException {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("seen"));
                var front = Front.before(transport, upstream);
                var client = new Frames(front)) {
            client.head(1, true, fields.replace("\\n", "\n").replace("\\r", "\r").split(";", -1));
            var answer = client.readStream(1);

            assertThat(data(answer)).isNotEqualTo("seen");
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void resetsTheStreamOfABrokenAnswer() throws IOException {
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.read();
                            conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
                        });
                var front = Front.before(transport, upstream);
                var client = new Frames(front)) {
            client.head(1, true, ":method:GET", ":path:/", ":scheme:http", ":authority:a");

            assertThat(client.readStream(1).getLast().type()).isEqualTo(RST_STREAM);
        }
    }

    @Test
    void breaksTheUpstreamsRequestOffWhenTheLengthIsNotKept() throws IOException {
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("seen"));
                var front = Front.before(transport, upstream);
                var client = new Frames(front)) {
            client.head(
                    1,
                    false,
                    ":method:POST",
                    ":path:/",
                    ":scheme:http",
                    ":authority:a",
                    "content-length:9");
            client.send(DATA, END_STREAM, 1, "abc".getBytes(StandardCharsets.US_ASCII));

            assertThat(data(client.readStream(1))).isNotEqualTo("seen");
            assertThat(upstream.requests()).allMatch(request -> !request.whole());
        }
    }

    @Test
    void saysGoodbyeAndAnswersWhatIsUnderWayWhenItStops() throws IOException {
        var go = new CountDownLatch(1);
        try (var upstream =
                        RecordingUpstream.running(conversation -> {
                            conversation.read();
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                            conversation.write(RecordingUpstream.ok("last"));
                        });
                var front = Front.before(transport, upstream);
                var client = new Frames(front)) {
            client.head(1, true, ":method:GET", ":path:/", ":scheme:http", ":authority:a");
            eventually("it is under way", () -> upstream.requests().size() == 1);

            var stopped = front.proxy.stop(Duration.ofMinutes(2));
            assertThat(client.readStream(1).getLast().type()).isEqualTo(GOAWAY);
            go.countDown();

            var rest = client.readStream(1);
            while (rest.getLast().type() == GOAWAY) {
                rest = client.readStream(1);
            }
            assertThat(data(rest)).isEqualTo("last");
            client.socket.close();
            stopped.toCompletableFuture().join();
        }
    }

    @Test
    void speaksBothProtocolsOverTls() throws Exception {
        assertThat(OpenSsl.isAvailable()).as("BoringSSL, which comes with the build").isTrue();
        var certificate = Certificates.shared();
        try (var upstream = RecordingUpstream.answering(RecordingUpstream.ok("secure"));
                var front = Front.withTls(transport, upstream, certificate);
                var client = HttpClient.newBuilder().sslContext(trusting(certificate)).build()) {
            var uri = URI.create("https://localhost:" + front.tlsAddress().getPort() + "/a");
            for (var version : HttpClient.Version.values()) {
                var request = HttpRequest.newBuilder(uri).version(version).build();
                var answer = client.send(request, BodyHandlers.ofString());

                assertThat(answer.body()).isEqualTo("secure");
                assertThat(answer.version()).isEqualTo(version);
            }
            assertThat(upstream.requests())
                    .allMatch(request -> request.header("x-forwarded-proto").equals("https"));

            assertThat(front.ask("GET /b HTTP/1.1\r\nHost: a\r\n\r\n").body()).isEqualTo("secure");
            assertThat(upstream.requests().getLast().header("x-forwarded-proto"))
                    .as("of who came in cleartext, at the same time")
                    .isEqualTo("http");
        }
    }

    private static SSLContext trusting(TlsSettings settings) throws Exception {
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        try (var in = Files.newInputStream(settings.certificates())) {
            var factory = CertificateFactory.getInstance("X.509");
            keys.setCertificateEntry("server", factory.generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
