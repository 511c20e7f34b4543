package dev.banyan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadableDurationTests {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.409356S, 409 ms",
        "PT1.24S, 1.2 s",
        "PT2S, 2 s",
        "PT59.9S, 59 s",
        "PT3M20.5S, 3 min 20 s",
        "PT1H, 1 h 0 min",
        "PT76H5M, 3 d 4 h",
        "PT-1.5S, -1.5 s"
    })
    void saysItAsPeopleDo(Duration duration, String said) {
        assertThat(ReadableDuration.of(duration)).isEqualTo(said);
    }

    @Test
    void takesWhatIsAheadForNow() {
        assertThat(ReadableDuration.since(Instant.ofEpochSecond(5), Instant.EPOCH))
                .isEqualTo("0 ms");
    }
}
