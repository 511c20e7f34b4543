package dev.banyan.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.ReadCounts;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ReadLimitsTests {
    private static final Duration NOW = Duration.ofMillis(50);
    private static final int FAST = 3;
    private static final int SECONDS = 11;

    private final ReadLimits limits =
            new ReadLimits(
                    Duration.ofSeconds(60),
                    20,
                    0.02,
                    2_500,
                    3,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15));

    @Test
    void bearsReadsThatAreAnsweredInTime() {
        assertThat(limits.breach(counts(Side.CANDIDATE, 100, 1, FAST), idle(), NOW)).isEmpty();
    }

    @Test
    void judgesNothingByTooFewSamples() {
        assertThat(limits.breach(counts(Side.CANDIDATE, 19, 19, SECONDS), idle(), NOW)).isEmpty();
    }

    @Test
    void takesFailingReadsBackUnlessTheMonolithFailsAsOften() {
        var failing = counts(Side.CANDIDATE, 100, 5, FAST);

        assertThat(limits.breach(failing, counts(Side.CONTROL, 100, 0, FAST), NOW))
                .hasValueSatisfying(breach ->
                        assertThat(breach.why())
                                .isEqualTo(
                                        "5 of the service's last 100 reads failed, the limit is 2.0 %"));
        assertThat(limits.breach(failing, counts(Side.CONTROL, 100, 9, FAST), NOW)).isEmpty();
    }

    @Test
    void takesSlowReadsBackUnlessTheMonolithIsSlowToo() {
        var slow = counts(Side.CANDIDATE, 100, 0, SECONDS);

        assertThat(limits.breach(slow, counts(Side.CONTROL, 100, 0, FAST), NOW))
                .hasValueSatisfying(breach ->
                        assertThat(breach.why())
                                .isEqualTo(
                                        "more than 5 % of the service's last 100 reads took longer than 2500 ms"));
        assertThat(limits.breach(slow, counts(Side.CONTROL, 100, 0, SECONDS), NOW)).isEmpty();
    }

    @Test
    void takesReadsOfACopyBackThatStaysBehind() {
        assertThat(limits.breach(idle(), idle(), Duration.ofSeconds(6)))
                .hasValueSatisfying(breach ->
                        assertThat(breach.why())
                                .isEqualTo(
                                        "the service's copy has been behind by 6 s and more for 15 s, the limit is 5 s"));
    }

    @Test
    void saysOfReadsBeyondTheLastBoundThatTheyTookLonger() {
        var endless = counts(Side.CANDIDATE, 100, 0, ReadCounts.BOUNDS_MILLIS.size());

        assertThat(limits.breach(endless, idle(), NOW))
                .hasValueSatisfying(breach ->
                        assertThat(breach.evidence())
                                .containsEntry("service-p95-ms", ">10000")
                                .containsEntry("monolith-p95-ms", "0"));
    }

    private static ReadCounts idle() {
        return counts(Side.CONTROL, 0, 0, FAST);
    }

    private static ReadCounts counts(Side side, long answered, long failed, int bucket) {
        var latencies = new ArrayList<>(ReadCounts.none("stock", side).latencies());
        latencies.set(bucket, answered);
        return new ReadCounts("stock", side, answered, failed, latencies);
    }
}
