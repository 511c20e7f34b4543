package dev.banyan.cli.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    2026-11-21T19:02:52.329998Z  finish | 2026-11-22T01:00:00Z  finish
                    step release   bridge-5355-8acd16c5 | step release   bridge-1-00000000
                    shop   http://127.0.0.1:31622   47.0 s | shop   http://127.0.0.1:20001   5.1 s
                    clean true, position 0/26EC400, rows 821 | clean true, position 1/A0, rows 9
                    last to hold shop, hold 23 ms | last to hold proxy, shop, hold 2 ms
                    accepted   58: 55 confirmed, 0 refused, 3 cancelled | accepted   62: 61 confirmed, 0 refused, 1 cancelled
                    accepted   25: 25 confirmed, 0 refused, 0 cancelled | accepted   25: 24 confirmed, 1 refused, 0 cancelled
                    writes with the service since epoch 3 | writes with the service since epoch 5
                    'inventory' is equal: 419 rows of 6 tables | 'inventory' is equal: 7 rows of 6 tables
                    diff   3 min 5 s old: differences 0 | diff   11 s old: differences 0
                    """)
    void takesAwayWhatDiffersFromRunToRun(String one, String other) {
        assertThat(Normal.of(List.of(one))).isEqualTo(Normal.of(List.of(other)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    clean true, differences 0 | clean true, differences 1
                    clean true, differences 0 | clean false, differences 0
                    writes with the service since epoch 3 | writes with the monolith since epoch 3
                    100 % of the reads with the service | 25 % of the reads with the service
                    failed     0 of 60 requests, 0 trips | failed     1 of 60 requests, 0 trips
                    419 rows of 6 tables | 419 rows of 7 tables
                    Next: ./banyan diff inventory | Next: ./banyan plan inventory
                    step close-old | step open-new
                    """)
    void leavesWhatACommandDid(String one, String other) {
        assertThat(Normal.of(List.of(one))).isNotEqualTo(Normal.of(List.of(other)));
    }

    @Test
    void takesProgressTogetherHoweverOftenItIsTold() {
        assertThat(
                        Normal.of(
                                List.of(
                                        "   1 s  5 orders  4 accepted  0 failed requests",
                                        "   2 s  10 orders  9 accepted  0 failed requests",
                                        "      not yet: the target lags",
                                        "done")))
                .containsExactly("  <n> s  <n> orders  <n> accepted  0 failed requests", "done");
    }
}
