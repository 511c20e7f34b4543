package dev.banyan.extraction.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.extraction.protocol.World.Kind;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchProtocolTests {

    private static final Set<Kind> SWITCHES = Set.of(Kind.SWITCH);
    private static final Set<Kind> SWITCHES_AND_COPIES = Set.of(Kind.SWITCH, Kind.RECOPY);

    @Test
    void keepsOneOwnerAndEveryWriteThroughEveryInterleavingOfThreeSwitches() {
        assertThat(explore(Rules.ALL, SWITCHES, 3, 2)).satisfies(ProtocolReports::holds);
    }

    @Test
    void keepsOneOwnerAndEveryWriteWithAFreshCopyBeforeOrAfterASwitch() {
        assertThat(explore(Rules.ALL, SWITCHES_AND_COPIES, 2, 2)).satisfies(ProtocolReports::holds);
    }

    @Test
    @Tag("long")
    void keepsOneOwnerAndEveryWriteWithFreshCopiesAmongThreeAttempts() {
        assertThat(explore(Rules.ALL, SWITCHES_AND_COPIES, 3, 2)).satisfies(ProtocolReports::holds);
    }

    @ParameterizedTest
    @CsvSource({
        "UNDOING_FIRST, no end can be reached",
        "EPOCH_IN_THE_CONDITION, two owners",
        "UNDO_TOUCHES_AN_OPEN_ROW, no end can be reached",
        "OPEN_AFTER_PASSING, two owners",
        "SEQUENCES_LOOK_AT_THE_FENCE, the same id twice",
        "SEQUENCES_NEVER_FALL, the same id twice"
    })
    void findsTheHarmThatEachRuleOfASwitchPrevents(Rules left, String harm) {
        assertThat(explore(Rules.without(left), SWITCHES, 3, 2).harm()).contains(harm);
    }

    @Test
    void findsTheLostWriteThatTheClaimOfACopyPrevents() {
        var report = explore(Rules.without(Rules.CLAIM), SWITCHES_AND_COPIES, 2, 2);

        assertThat(report.harm()).contains("a lost write");
    }

    private static Explorer.Report explore(
            Set<Rules> rules, Set<Kind> kinds, int attempts, int writes) {
        var model = new SwitchModel(rules, 2, attempts, writes, kinds);
        return ProtocolReports.printed(
                "two bridges, " + attempts + " attempts of " + kinds.stream().sorted().toList(),
                Rules.ALL.stream().filter(r -> !rules.contains(r)).toList(),
                new Explorer<>(model, 3_000_000).explore());
    }
}
