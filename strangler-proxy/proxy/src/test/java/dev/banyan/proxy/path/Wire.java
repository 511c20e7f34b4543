package dev.banyan.proxy.path;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads HTTP/1.1 messages off a socket and keeps every byte as it came.
final class Wire {

    /// One message.
    ///
    /// @param bytes exactly what was on the wire, Latin-1
    /// @param whole whether it ended as its head says
    record Message(String bytes, boolean whole) {

        String firstLine() {
            return bytes.substring(0, Math.max(0, bytes.indexOf("\r\n")));
        }

        String head() {
            int end = bytes.indexOf("\r\n\r\n");
            return end < 0 ? bytes : bytes.substring(0, end + 2);
        }

        String body() {
            int end = bytes.indexOf("\r\n\r\n");
            return end < 0 ? "" : bytes.substring(end + 4);
        }

        int status() {
            return bytes.isEmpty() ? 0 : Integer.parseInt(bytes.split(" ", 3)[1]);
        }

        List<String> headers(String name) {
            var found = new ArrayList<String>();
            for (var line : head().split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    found.add(line.substring(name.length() + 1).strip());
                }
            }
            return found;
        }

        String header(String name) {
            var found = headers(name);
            return found.size() == 1 ? found.getFirst() : String.valueOf(found);
        }

        boolean has(String name) {
            return !headers(name).isEmpty();
        }
    }

    private final InputStream in;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Wire(InputStream in) {
        this.in = in;
    }

    /// The next message; an empty one at the end of the stream.
    ///
    /// @param toHead whether it answers a HEAD
    Message read(boolean toHead) throws IOException {
        bytes.reset();
        if (!readHead()) {
            return message(bytes.size() == 0);
        }
        var head = message(true);
        if (toHead || isBodiless(head)) {
            return head;
        }
        if (head.header("transfer-encoding").equalsIgnoreCase("chunked")) {
            return message(readChunks());
        }
        if (head.has("content-length")) {
            return message(readExactly(Long.parseLong(head.header("content-length"))));
        }
        if (head.firstLine().startsWith("HTTP/")) {
            readToEnd();
        }
        return message(true);
    }

    private static boolean isBodiless(Message head) {
        if (!head.firstLine().startsWith("HTTP/")) {
            return false;
        }
        int status = head.status();
        return status < 200 || status == 204 || status == 304;
    }

    /// Everything up to the end of the stream.
    String readToEnd() throws IOException {
        for (int next = next(); next >= 0; next = next()) {}
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private Message message(boolean whole) {
        return new Message(bytes.toString(StandardCharsets.ISO_8859_1), whole);
    }

    private boolean readHead() throws IOException {
        int ends = 0;
        while (ends < 4) {
            int next = next();
            if (next < 0) {
                return false;
            }
            ends = next == "\r\n\r\n".charAt(ends) ? ends + 1 : next == '\r' ? 1 : 0;
        }
        return true;
    }

    private boolean readChunks() throws IOException {
        while (true) {
            var line = readLine();
            if (line == null) {
                return false;
            }
            int size = Integer.parseInt(line.split(";", 2)[0].strip(), 16);
            if (size == 0) {
                return readTrailers();
            }
            if (!readExactly(size + 2L)) {
                return false;
            }
        }
    }

    private boolean readTrailers() throws IOException {
        for (var line = readLine(); line != null; line = readLine()) {
            if (line.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private @org.jspecify.annotations.Nullable String readLine() throws IOException {
        var line = new StringBuilder();
        for (int next = next(); next >= 0; next = next()) {
            if (next == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) next);
        }
        return null;
    }

    private boolean readExactly(long length) throws IOException {
        for (long i = 0; i < length; i++) {
            if (next() < 0) {
                return false;
            }
        }
        return true;
    }

    private int next() throws IOException {
        int next;
        try {
            next = in.read();
        } catch (java.net.SocketException reset) {
            return -1;
        }
        if (next >= 0) {
            bytes.write(next);
        }
        return next;
    }
}
