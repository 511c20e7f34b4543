package dev.banyan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.routing.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadCountsTests {

    @Test
    void tellsWhatWasSeenSinceAndStartsAnewWithTheProcess() {
        var before = counts(100, 2, 90, 10);
        var after = counts(150, 3, 130, 20);

        assertThat(after.since(before)).isEqualTo(counts(50, 1, 40, 10));
        assertThat(counts(5, 0, 5, 0).since(before)).isEqualTo(counts(5, 0, 5, 0));
    }

    @Test
    void addsWhatTwoProxiesHaveSeen() {
        assertThat(counts(10, 1, 9, 1).plus(counts(5, 0, 4, 1))).isEqualTo(counts(15, 1, 13, 2));
    }

    @Test
    void namesTheBoundThatAShareStayedWithin() {
        var counts = counts(100, 0, 98, 2);

        assertThat(counts.withinMillis(0.5)).isEqualTo(1);
        assertThat(counts.withinMillis(0.98)).isEqualTo(1);
        assertThat(counts.withinMillis(0.99)).isEqualTo(2);
        assertThat(ReadCounts.none("stock", Side.CONTROL).withinMillis(0.99)).isZero();
    }

    @Test
    void refusesLatenciesOfAnotherLength() {
        var latencies = List.of(1L);

        assertThatThrownBy(() -> new ReadCounts("stock", Side.CONTROL, 1, 0, latencies))
                .hasMessage("Reads of 'stock' have 1 latencies; they need 14.");
    }

    private static ReadCounts counts(long answered, long failed, long fast, long slower) {
        return new ReadCounts(
                "stock",
                Side.CANDIDATE,
                answered,
                failed,
                List.of(fast, slower, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
    }
}
