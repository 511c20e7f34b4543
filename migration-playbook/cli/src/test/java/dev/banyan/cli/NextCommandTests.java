package dev.banyan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.JournalEntry;
import dev.banyan.ledger.Phase;
import dev.banyan.ledger.Traffic;
import dev.banyan.routing.Cohorts;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import dev.banyan.routing.StickyKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextCommandTests {

    private static final long VERSION = 7;

    @Test
    void beginsWithAPlan() {
        assertThat(NextCommand.of("stock", Optional.empty(), Optional.empty()))
                .isEqualTo("banyan plan stock");
    }

    @ParameterizedTest
    @CsvSource({
        "PLANNED, 0, 0, banyan create stock",
        "STREAMING, 0, 0, banyan diff stock",
        "STREAMING, 0, 3, banyan switch stock --reads 5",
        "READS_SWITCHED, 5, 3, banyan switch stock --reads 25",
        "READS_SWITCHED, 25, 3, banyan switch stock --reads 100",
        "READS_SWITCHED, 100, 3, banyan diff stock",
        "READS_SWITCHED, 100, 7, banyan switch stock --writes",
        "WRITES_SWITCHED, 100, 3, banyan diff stock",
        "WRITES_SWITCHED, 100, 7, banyan complete stock"
    })
    void comparesAnewBeforeTheStepsThatAreHardToTakeBack(
            Phase phase, int reads, long comparedAt, String next) {
        var diff = Optional.of(comparedAt).filter(v -> v > 0).map(NextCommandTests::diff);

        assertThat(NextCommand.of("stock", Optional.of(in(phase, reads)), diff)).isEqualTo(next);
    }

    private static Extraction in(Phase phase, int reads) {
        var traffic =
                new Traffic(
                        List.of(),
                        new StickyKey.User(),
                        Cohorts.NONE,
                        Share.ofPercent(reads),
                        Share.NONE);
        return new Extraction(
                "stock", phase, Side.CONTROL, 1, 1, VERSION, traffic, null, List.of());
    }

    private static JournalEntry diff(long version) {
        return new JournalEntry(
                1, Instant.EPOCH, "stock", null, "diff", version, Map.of("clean", "true"), "one");
    }
}
