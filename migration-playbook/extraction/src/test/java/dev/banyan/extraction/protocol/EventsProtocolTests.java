package dev.banyan.extraction.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.extraction.protocol.EventsModel.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsProtocolTests {

    @Test
    void handlesTwoEventsOfOneSubjectOnceAndInOrderThereAndBack() {
        assertThat(explore(EnumSet.allOf(Rule.class), List.of())).satisfies(ProtocolReports::holds);
    }

    @ParameterizedTest
    @CsvSource({
        "NOTED_PLACE, no end can be reached",
        "OLDEST_UNFINISHED, no end can be reached",
        "INBOX_MOVES, twice",
        "WAIT_AFTER_REVERSE, out of order"
    })
    void findsTheHarmThatEachRulePrevents(Rule left, String harm) {
        var report = explore(EnumSet.complementOf(EnumSet.of(left)), List.of(left));

        assertThat(report.harm()).contains(harm);
    }

    private static Explorer.Report explore(Set<Rule> rules, List<Rule> left) {
        return ProtocolReports.printed(
                "two events of one subject, there and back",
                left,
                new Explorer<>(new EventsModel(Set.copyOf(rules)), 200_000).explore());
    }
}
