package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LsnTests {

    @Test
    void readsAndPrintsWhatPostgresPrints() {
        assertThat(Lsn.parse("16/B374D848")).hasToString("16/B374D848");
        assertThat(Lsn.parse("16/B374D848").value()).isEqualTo(0x16B374D848L);
        assertThat(Lsn.parse("FFFFFFFF/FFFFFFFF")).hasToString("FFFFFFFF/FFFFFFFF");
    }

    @Test
    void isOrderedLikeTheLogBeyondTheSignBit() {
        assertThat(Lsn.parse("80000000/0")).isGreaterThan(Lsn.parse("7FFFFFFF/FFFFFFFF"));
        assertThat(Lsn.parse("0/10").bytesSince(Lsn.parse("0/8"))).isEqualTo(8);
        assertThat(Lsn.parse("0/8").bytesSince(Lsn.parse("0/10"))).isZero();
    }

    @Test
    void refusesWhatIsNoPosition() {
        assertThatThrownBy(() -> Lsn.parse("16B374D848"))
                .hasMessage("'16B374D848' is no log position. It looks like '16/B374D848'.");
    }
}
