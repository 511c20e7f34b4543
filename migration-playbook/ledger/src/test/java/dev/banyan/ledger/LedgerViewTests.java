package dev.banyan.ledger;

import static dev.banyan.ledger.TestExtractions.START;
import static dev.banyan.ledger.TestExtractions.notNull;
import static dev.banyan.ledger.TestExtractions.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.internal.LedgerJson;
import dev.banyan.routing.Cohorts;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerViewTests {

    private static LedgerView view(long version, Extraction extraction) {
        return new LedgerView(version, "m" + version, Map.of(extraction.module(), extraction));
    }

    private static Extraction held() {
        var begin = new Change.Begin("a1", AttemptKind.SWITCH_WRITES, "ann", "one");
        var open = taken(TestExtractions.in(Phase.READS_SWITCHED).after(begin, START));
        return taken(open.after(new Change.Hold("a1", "one", Duration.ofSeconds(5)), START));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"PLANNED", "COPYING"})
    void sendsNobodyToACandidateThatHasNoData(Phase phase) {
        var extraction = TestExtractions.in(phase);
        var asked =
                extraction.with(extraction.traffic().withReads(Share.ALL).withShadows(Share.ALL));

        var module = notNull(view(3, asked).table(START).module("inventory"));

        assertThat(module.candidateReads()).isEqualTo(Share.NONE);
        assertThat(module.shadowReads()).isEqualTo(Share.NONE);
        assertThat(module.cohorts()).isEqualTo(Cohorts.NONE);
    }

    @Test
    void routesByOwnerShareAndVersion() {
        var table = view(7, TestExtractions.in(Phase.WRITES_SWITCHED)).table(START);
        var module = notNull(table.module("inventory"));

        assertThat(table.version()).isEqualTo(7);
        assertThat(module.owner()).isEqualTo(Side.CANDIDATE);
        assertThat(module.candidateReads()).isEqualTo(Share.ALL);
        assertThat(module.holding()).isFalse();
    }

    @Test
    void sendsEverythingToTheCandidateOnceCompleted() {
        var completed = TestExtractions.in(Phase.COMPLETED);
        var module = notNull(view(7, completed).table(START).module("inventory"));

        assertThat(module.candidateReads()).isEqualTo(Share.ALL);
        assertThat(module.cohorts()).isEqualTo(Cohorts.NONE);
    }

    @Test
    void holdsUntilTheEndOnTheLedgersClock() {
        var view = view(7, held());
        var end = START.plusSeconds(5);

        assertThat(view.nextHoldEnd(START)).isEqualTo(end);
        assertThat(view.nextHoldEnd(end)).isNull();
        assertThat(notNull(view.table(end.minusNanos(1)).module("inventory")).holding()).isTrue();
        assertThat(notNull(view.table(end).module("inventory")).holding()).isFalse();
    }

    @Test
    void seesThatALedgerWentBack() {
        var seen = view(7, held());

        assertThat(seen.contradiction(view(6, held()))).isEqualTo("its version is 6, 7 was seen");
        assertThat(seen.contradiction(view(9, TestExtractions.in(Phase.READS_SWITCHED))))
                .isEqualTo("the last epoch of 'inventory' is 0, 1 was seen");
        assertThat(seen.contradiction(new LedgerView(9, "m9", Map.of())))
                .isEqualTo("the last epoch of 'inventory' is 0, 1 was seen");
        assertThat(seen.contradiction(new LedgerView(7, "other", seen.extractions())))
                .isEqualTo("its version 7 is another one than the one that was seen");
        assertThat(seen.contradiction(seen)).isNull();
        assertThat(seen.contradiction(view(8, held()))).isNull();
    }

    @Test
    void comesBackFromJsonAsItWas() {
        List<Handover> handovers =
                List.of(
                        new Handover.Barrier(1, Side.CONTROL, "0/16B3748"),
                        new Handover.Noted(1, Side.CONTROL, "0/16B3700"),
                        new Handover.Subscription(1, Side.CONTROL, "0/16B3700"),
                        new Handover.Return(2, Side.CONTROL, "0/16B3800"));
        var view = view(7, held().with(handovers));

        assertThat(LedgerJson.read(LedgerJson.write(view), LedgerView.class)).isEqualTo(view);
    }

    @Test
    void namesWhoHasNotAcknowledged() {
        var proxy = process("p1", ProcessState.Kind.PROXY, 7, Duration.ofMillis(400));
        var late = process("p2", ProcessState.Kind.SEAM, 6, Duration.ofMillis(400));
        var gone = process("p3", ProcessState.Kind.PROXY, 7, Duration.ofSeconds(3));
        var bridge = process("b1", ProcessState.Kind.BRIDGE, 0, Duration.ofSeconds(9));

        var report = Acknowledgement.of(7, List.of(proxy, late, gone, bridge));

        assertThat(report.behind()).containsExactly(late);
        assertThat(report.gone()).containsExactly(gone);
        assertThat(Acknowledgement.of(7, List.of(proxy, bridge)).isComplete()).isTrue();
    }

    private static ProcessState process(
            String id, ProcessState.Kind kind, long acknowledged, Duration sinceBeat) {
        return new ProcessState(id, kind, "127.0.0.1:1", Map.of(), acknowledged, START, sinceBeat);
    }

    @Test
    void boundsTheLedgersClockFromAbove() {
        var clock = new LedgerClock();
        assertThat(clock.upperBound(5)).isNull();

        clock.answered(START, 1_000);

        assertThat(clock.upperBound(1_000)).isEqualTo(START.plusNanos(1));
        assertThat(clock.upperBound(1_001_000)).isEqualTo(START.plusNanos(1_001_001));
        assertThat(clock.upperBound(500)).isEqualTo(START.plusNanos(1));
    }
}
