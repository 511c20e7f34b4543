package dev.banyan.shop.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.shop.running.InternalClient;
import dev.banyan.shop.running.ShopTest;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@ShopTest
class HealthIT {

    private final InternalClient client;
    private final JdbcTemplate jdbc;
    private final ObjectProvider<SpanExporter> exporters;
    private final UUID event = UUID.randomUUID();

    @Autowired
    HealthIT(@LocalServerPort int port, JdbcTemplate jdbc, ObjectProvider<SpanExporter> exporters) {
        this.client = new InternalClient(port);
        this.jdbc = jdbc;
        this.exporters = exporters;
    }

    @AfterEach
    void forget() {
        jdbc.update("DELETE FROM banyan_outbox.delivery WHERE event_id = ?", event);
    }

    @Test
    void isDegradedAndStillAnswers200WhenAnEventIsADeadLetter() {
        jdbc.update(
                """
                INSERT INTO banyan_outbox.delivery (publication_id, event_id, consumer, module, subject,
                    event_source, event_module, event_name, event_version, event_time, external,
                    correlation_id, tries, dead_since)
                VALUES (?, ?, 'inventory.nobody', 'inventory', 'degraded', '/shop', 'ordering', 'nothing',
                    1, now(), false, 'degraded', 5, now())
                """,
                UUID.randomUUID(),
                event);

        var health = client.send("GET", "/actuator/health", "");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"status\":\"DEGRADED\"", "\"deadLetters\":1");
    }

    @Test
    void sendsNoTracesUnlessAskedEvenWhereItKnowsACollector() {
        assertThat(exporters.stream()).isEmpty();
    }
}
