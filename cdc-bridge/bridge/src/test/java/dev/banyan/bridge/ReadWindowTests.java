package dev.banyan.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.ReadCounts;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadWindowTests {
    private static final Duration NOW = Duration.ofMillis(100);
    private static final Duration LATE = Duration.ofSeconds(9);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ReadWindow window = new ReadWindow(Share.ALL, Duration.ofSeconds(60), PATIENCE);

    @Test
    void addsWhatAllProxiesHaveSeenSinceItsBeginning() {
        window.add(seconds(0), NOW, Map.of("a", counts(100), "b", counts(10)));
        window.add(seconds(1), NOW, Map.of("a", counts(130), "b", counts(15)));

        assertThat(window.seen("stock", Side.CANDIDATE).answered()).isEqualTo(35);
        assertThat(window.seen("stock", Side.CONTROL).answered()).isZero();
    }

    @Test
    void forgetsWhatIsOld() {
        window.add(seconds(0), NOW, Map.of("a", counts(100)));
        window.add(seconds(50), NOW, Map.of("a", counts(200)));
        window.add(seconds(70), NOW, Map.of("a", counts(250)));

        assertThat(window.seen("stock", Side.CANDIDATE).answered()).isEqualTo(50);
    }

    @Test
    void countsAProxyThatHasStartedAgainFromNothing() {
        window.add(seconds(0), NOW, Map.of("a", counts(100)));
        window.add(seconds(1), NOW, Map.of("a", counts(7)));

        assertThat(window.seen("stock", Side.CANDIDATE).answered()).isEqualTo(7);
    }

    @Test
    void tellsALagOnlyWhenItHasLasted() {
        window.add(seconds(0), LATE, Map.of());
        window.add(seconds(10), LATE, Map.of());
        assertThat(window.leastBehind()).isZero();

        window.add(seconds(16), LATE, Map.of());
        assertThat(window.leastBehind()).isEqualTo(LATE);

        window.add(seconds(17), NOW, Map.of());
        assertThat(window.leastBehind()).isEqualTo(NOW);
    }

    @Test
    void forgetsThatThereWasNoLagOnceItHasLasted() {
        window.add(seconds(0), NOW, Map.of());
        window.add(seconds(1), LATE, Map.of());
        window.add(seconds(15), LATE, Map.of());
        assertThat(window.leastBehind()).isEqualTo(NOW);

        window.add(seconds(16), LATE, Map.of());
        assertThat(window.leastBehind()).isEqualTo(LATE);
    }

    @Test
    void tellsALagAlsoWhereItMustLastLongerThanReadsCount() {
        var patient = new ReadWindow(Share.ALL, Duration.ofSeconds(10), PATIENCE);
        for (int second = 0; second <= 15; second++) {
            patient.add(seconds(second), LATE, Map.of());
        }

        assertThat(patient.leastBehind()).isEqualTo(LATE);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static List<ReadCounts> counts(long answered) {
        var latencies = new ArrayList<>(ReadCounts.none("stock", Side.CANDIDATE).latencies());
        latencies.set(0, answered);
        return List.of(new ReadCounts("stock", Side.CANDIDATE, answered, 0, latencies));
    }
}
