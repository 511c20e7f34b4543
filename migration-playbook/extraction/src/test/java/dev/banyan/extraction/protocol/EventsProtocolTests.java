package dev.banyan.extraction.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsProtocolTests {

    @Test
    void handlesTwoEventsOfOneSubjectOnceAndInOrderThereAndBack() {
        assertThat(toTheModule(EnumSet.allOf(EventsModel.Rule.class), List.of()))
                .satisfies(ProtocolReports::holds);
    }

    @ParameterizedTest
    @CsvSource({
        "NOTED_PLACE, no end can be reached",
        "UNFINISHED, out of order",
        "INBOX_MOVES, twice",
        "HELD, out of order",
        "HELD_BEFORE_RETURN, out of order",
        "READ_UP_TO, out of order",
        "DELIVERED, out of order"
    })
    void findsTheHarmThatEachRulePrevents(EventsModel.Rule left, String harm) {
        var report = toTheModule(EnumSet.complementOf(EnumSet.of(left)), List.of(left));

        assertThat(report.harm()).contains(harm);
    }

    @Test
    void tellsOfTheModuleInOrderAcrossAChangeOfOwner() {
        assertThat(ofTheModule(EnumSet.allOf(ModuleEventsModel.Rule.class), List.of()))
                .satisfies(ProtocolReports::holds);
    }

    @ParameterizedTest
    @CsvSource({
        "HELD_BEFORE, out of order",
        "MARKER_READ, out of order",
        "DELIVERED, out of order",
        "FINISHED, out of order",
        "UNDONE_RELEASED, no end can be reached"
    })
    void findsTheHarmThatEachRuleOfTheModulesEventsPrevents(
            ModuleEventsModel.Rule left, String harm) {
        var report = ofTheModule(EnumSet.complementOf(EnumSet.of(left)), List.of(left));

        assertThat(report.harm()).contains(harm);
    }

    private static Explorer.Report toTheModule(Set<EventsModel.Rule> rules, List<?> left) {
        return ProtocolReports.printed(
                "two events of one subject to the module, there and back",
                left,
                new Explorer<>(new EventsModel(Set.copyOf(rules)), 200_000).explore());
    }

    private static Explorer.Report ofTheModule(Set<ModuleEventsModel.Rule> rules, List<?> left) {
        return ProtocolReports.printed(
                "two events of one subject of the module, across a change of owner",
                left,
                new Explorer<>(new ModuleEventsModel(Set.copyOf(rules)), 200_000).explore());
    }
}
