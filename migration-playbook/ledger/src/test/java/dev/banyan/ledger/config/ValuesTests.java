package dev.banyan.ledger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTests {

    @ParameterizedTest
    @CsvSource({"512,512", "512B,512", "64KB,65536", "1 mb,1048576", "2GB,2147483648"})
    void readsSizes(String text, long bytes) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5MB", "1TB", "KB", "999999999999999GB"})
    void refusesSizes(String text) {
        assertThatThrownBy(() -> DataSize.parse(text)).isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @CsvSource({"0,0B", "1000,1000B", "65536,64KB", "2147483648,2GB"})
    void writesSizesAsTheyAreRead(long bytes, String text) {
        assertThat(new DataSize(bytes)).hasToString(text);
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "5s,PT5S", "2m,PT2M", "1h,PT1H", "1d,PT24H", "PT0.1S,PT0.1S"})
    void readsDurations(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a,http://a:80",
        "https://a,https://a:443",
        "http://[::1]:81,http://[::1]:81",
        "HTTP://a:1/,http://a:1"
    })
    void readsEndpoints(String text, String written) {
        assertThat(Endpoint.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:80",
                "ftp://a",
                "http://a/path",
                "http://a?q",
                "http://u:p@a",
                "http://a:0",
                "http://",
                "http://a b"
            })
    void refusesEndpoints(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void suggestsTheNearestNameAndNothingFar() {
        assertThat(Nearest.to("lisen", List.of("listen", "limits"))).contains("listen");
        assertThat(Nearest.to("completely", List.of("listen", "limits"))).isEmpty();
    }

    @Test
    void namesTheSecretThatIsMissingAndNeverShowsOne() {
        var secret = new Secret.InEnvironment("TOKEN");

        assertThat(secret.reveal(Map.of("TOKEN", "hunter2"))).isEqualTo("hunter2");
        assertThatThrownBy(() -> secret.reveal(Map.of()))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("'TOKEN'");
    }
}
