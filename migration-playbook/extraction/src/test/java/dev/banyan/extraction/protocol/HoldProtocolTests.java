package dev.banyan.extraction.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.extraction.protocol.HoldModel.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HoldProtocolTests {

    @Test
    void refusesNoWriteWhileTwoProxiesLearnLateAndApplicationsWakeUpLate() {
        assertThat(explore(EnumSet.allOf(Rule.class), List.of())).satisfies(ProtocolReports::holds);
    }

    @ParameterizedTest
    @EnumSource
    void findsTheRefusedWriteThatEachRulePrevents(Rule left) {
        var report = explore(EnumSet.complementOf(EnumSet.of(left)), List.of(left));

        assertThat(report.harm()).contains("a write was refused");
    }

    private static Explorer.Report explore(Set<Rule> rules, List<Rule> left) {
        return ProtocolReports.printed(
                "two proxies, one switch or its undo",
                left,
                new Explorer<>(new HoldModel(Set.copyOf(rules)), 200_000).explore());
    }
}
