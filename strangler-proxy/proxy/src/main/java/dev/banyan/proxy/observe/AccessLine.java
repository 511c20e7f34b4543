package dev.banyan.proxy.observe;

import dev.banyan.proxy.spi.Exchanged;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Writes a request as one line of JSON. Confined to one event loop: its buffer is used again.
///
/// Neither headers nor bodies are logged, and of a query the values whose names sound secret are
/// not.
final class AccessLine {
    private final AccessLog log;
    private final InstantSource clock;
    private final StringBuilder line = new StringBuilder(512);

    AccessLine(AccessLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    void write(Exchanged exchanged) {
        line.setLength(0);
        line.append("{\"timestamp\":\"").append(clock.instant()).append('"');
        text("request_id", exchanged.traceId());
        var client = exchanged.client();
        text("client_ip", client == null ? null : client.getHostString());
        text("protocol", exchanged.protocol());
        text("method", exchanged.method());
        text("host", exchanged.host());
        target(exchanged.target());
        number("request_body_size", exchanged.requestBytes());
        number("status_code", exchanged.status());
        text("outcome", exchanged.reason());
        millis("response_time_ms", exchanged.nanos());
        number("response_size", exchanged.responseBytes());
        text("module", exchanged.module());
        var route = exchanged.route();
        text("route", route == null ? null : route.path().text());
        text("side", exchanged.side().label());
        var endpoint = exchanged.endpoint();
        text("service_called", endpoint == null ? null : endpoint.toString());
        if (exchanged.headNanos() >= 0) {
            millis("service_response_time_ms", exchanged.headNanos() - exchanged.heldNanos());
        }
        number("tries", exchanged.tries());
        if (exchanged.held()) {
            millis("held_ms", exchanged.heldNanos());
        }
        if (exchanged.replayed()) {
            line.append(",\"replayed\":true");
        }
        line.append("}\n");
        log.offer(line.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void target(String target) {
        int query = target.indexOf('?');
        text("path", query < 0 ? target : target.substring(0, query));
        if (query >= 0) {
            text("query_params", Redaction.query(target.substring(query + 1)));
        }
    }

    private void text(String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        line.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            append(value.charAt(i));
        }
        line.append('"');
    }

    /// What ends a line or a string, or is not printed the same everywhere, is written as an
    /// escape.
    private void append(char c) {
        if (c == '"' || c == '\\') {
            line.append('\\').append(c);
        } else if (c < 0x20 || c > 0x7e) {
            line.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                line.append(Character.forDigit((c >> shift) & 0xf, 16));
            }
        } else {
            line.append(c);
        }
    }

    private void number(String name, long value) {
        line.append(",\"").append(name).append("\":").append(value);
    }

    /// Milliseconds with three digits behind the point.
    private void millis(String name, long nanos) {
        long micros = Math.max(0, nanos) / 1_000;
        line.append(",\"").append(name).append("\":").append(micros / 1_000).append('.');
        long rest = micros % 1_000;
        line.append(rest < 100 ? "0" : "").append(rest < 10 ? "0" : "").append(rest);
    }
}
