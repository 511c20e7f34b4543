package dev.banyan.proxy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.ReadCounts;
import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Exchanged;
import dev.banyan.routing.Route;
import dev.banyan.routing.Side;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadCountersTests {

    private final ReadCounters counters = new ReadCounters();

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1_000_000, 1",
        "1_000_001, 2",
        "1_900_000, 2",
        "2_000_000, 2",
        "2_000_001, 5",
        "999_999_999, 1_000",
        "10_000_000_000, 10_000",
    })
    void countsAReadUnderTheFirstBoundThatItStaysWithin(String nanos, String boundMillis) {
        counters.count(new Read(number(nanos), 200, false, "answered"));

        assertThat(only().latencies().get(place(boundMillis))).isOne();
        assertThat(only().withinMillis(1)).isEqualTo((int) number(boundMillis));
    }

    @Test
    void countsWhatTakesLongerThanTheLastBoundApart() {
        counters.count(new Read(10_000_000_001L, 200, false, "answered"));

        assertThat(only().latencies().getLast()).isOne();
        assertThat(only().withinMillis(1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void countsServerErrorsAndMissingAnswersAsFailed() {
        counters.count(new Read(1, 499, false, "answered"));
        counters.count(new Read(1, 500, false, "answered"));
        counters.count(new Read(1, 0, false, "broken-answer"));

        assertThat(only().answered()).isEqualTo(3);
        assertThat(only().failed()).isEqualTo(2);
    }

    @Test
    void countsNeitherWritesNorReadsThatTheClientGaveUp() {
        counters.count(new Read(1, 200, true, "answered"));
        counters.count(new Read(1, 0, false, "client-gone"));

        assertThat(counters.counts()).isEmpty();
    }

    private ReadCounts only() {
        assertThat(counters.counts()).hasSize(1);
        return counters.counts().getFirst();
    }

    private static int place(String boundMillis) {
        return ReadCounts.BOUNDS_MILLIS.indexOf((int) number(boundMillis));
    }

    private static long number(String text) {
        return Long.parseLong(text.replace("_", ""));
    }

    /// A request of a module to its candidate.
    private record Read(long nanos, int status, boolean write, String reason) implements Exchanged {
        @Override
        public String method() {
            return write ? "POST" : "GET";
        }

        @Override
        public String target() {
            return "/stock";
        }

        @Override
        public @Nullable String host() {
            return null;
        }

        @Override
        public String protocol() {
            return "HTTP/1.1";
        }

        @Override
        public @Nullable InetSocketAddress client() {
            return null;
        }

        @Override
        public String module() {
            return "stock";
        }

        @Override
        public @Nullable Route route() {
            return null;
        }

        @Override
        public Side side() {
            return Side.CANDIDATE;
        }

        @Override
        public @Nullable Endpoint endpoint() {
            return null;
        }

        @Override
        public int tries() {
            return 1;
        }

        @Override
        public boolean held() {
            return false;
        }

        @Override
        public boolean replayed() {
            return false;
        }

        @Override
        public long requestBytes() {
            return 0;
        }

        @Override
        public long responseBytes() {
            return 0;
        }

        @Override
        public long headNanos() {
            return nanos;
        }

        @Override
        public long heldNanos() {
            return 0;
        }

        @Override
        public String traceId() {
            return "";
        }
    }
}
