package dev.banyan.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.outbox.OutboxSettings.DeliverySettings;
import dev.banyan.outbox.OutboxSettings.ReceiverSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutboxSettingsTests {

    @Test
    void refusesANumberOutsideOfItsBoundsAndNamesThem() {
        assertThatThrownBy(() ->
                        new DeliverySettings(
                                65,
                                5,
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(1),
                                1000,
                                Duration.ofSeconds(20)))
                .hasMessage(
                        "Setting 'banyan.outbox.delivery.concurrency' is '65', allowed is 1 to 64.");
    }

    @Test
    void refusesAReceiverWithoutAToken() {
        assertThatThrownBy(() -> new ReceiverSettings(true, "/internal/events", "", 1000))
                .hasMessageContaining("has 0 characters, needed are at least 16");
    }

    @Test
    void doesNotPrintTheToken() {
        assertThat(
                        new ReceiverSettings(true, "/internal/events", "a-long-enough-secret", 1000)
                                .toString())
                .doesNotContain("secret");
    }
}
