package dev.banyan.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShortDurationTests {
    private final ShortDuration converter = new ShortDuration();

    @Test
    void readsWhatPeopleType() {
        assertThat(converter.convert("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(converter.convert("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(converter.convert("5M")).isEqualTo(Duration.ofMinutes(5));
        assertThat(converter.convert("PT1H")).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void saysHowToWriteOne() {
        assertThatThrownBy(() -> converter.convert("ten"))
                .hasMessage("'ten' is no duration; write it as in 250ms, 30s, 5m or 1h");
    }
}
