package dev.banyan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceTests {

    @Test
    void saysWhatWasFoundThenWhatWasCountedThenHowLongItTook() {
        var diff =
                Map.of(
                        "clean", "true",
                        "rows", "385",
                        "differences", "0",
                        "position", "0/213EFF0",
                        "took-ms", "1240");

        assertThat(Evidence.text(diff))
                .isEqualTo("clean, 0 differences, 385 rows, took 1.2 s, position 0/213EFF0");
    }

    @Test
    void saysWhyBeforeAllNumbers() {
        var breach =
                Map.of(
                        "lag", "PT0.31S",
                        "service-samples", "54",
                        "service-p95-ms", "7",
                        "why", "3 of the service's last 54 reads failed, the limit is 2.0 %");

        assertThat(Evidence.text(breach))
                .isEqualTo(
                        "3 of the service's last 54 reads failed, the limit is 2.0 %, service samples 54, lag 310 ms, service p95 7 ms");
    }

    @Test
    void saysWhatIsNotSoAndWhatThereIsNone() {
        assertThat(Evidence.text(Map.of("clean", "false", "accepted", "")))
                .isEqualTo("not clean, accepted none");
    }

    @Test
    void saysThatATimeWasOnlySeenToBeExceeded() {
        assertThat(Evidence.text(Map.of("service-p95-ms", ">10000")))
                .isEqualTo("service p95 over 10 s");
    }

    @Test
    void leavesTimesAloneThatAreNoNumbers() {
        assertThat(Evidence.text(Map.of("pause-ms", "unknown"))).isEqualTo("pause unknown");
    }
}
