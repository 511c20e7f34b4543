package dev.banyan.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final long SECOND = 1_000_000_000;

    @Test
    void isSteadyFromTheFirstMomentOn() {
        var pace = Pace.steady(4);

        assertThat(pace.begins(0)).isZero();
        assertThat(pace.begins(1)).isEqualTo(SECOND / 4);
        assertThat(pace.begins(8)).isEqualTo(2 * SECOND);
    }

    /// Ten seconds up to 4 a second are 20 trips, a quarter of them in the first half.
    @Test
    void growsEvenlyToItsRate() {
        var pace = new Pace(4, Duration.ofSeconds(10));

        assertThat(pace.begins(0)).isZero();
        assertThat(pace.begins(5)).isEqualTo(5 * SECOND);
        assertThat(pace.begins(20)).isEqualTo(10 * SECOND);
        assertThat(pace.begins(24)).isEqualTo(11 * SECOND);
    }

    @Test
    void refusesWhatIsNoRate() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pace.steady(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Pace.steady(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Pace.steady(10_001));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(1, Duration.ofSeconds(-1)));
    }
}
