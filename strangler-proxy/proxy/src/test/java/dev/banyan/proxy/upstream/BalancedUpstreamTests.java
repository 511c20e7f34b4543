package dev.banyan.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.spi.Admission;
import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Outcome;
import dev.banyan.proxy.spi.Patience;
import dev.banyan.proxy.upstream.Instances.Balance;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BalancedUpstreamTests {
    private long now = 1_000;
    private double random = 0;

    @Test
    void takesTurns() {
        var upstream = upstream(Balance.ROUND_ROBIN, 1, 2, 3);

        assertThat(picks(upstream, 6)).containsExactly(1, 2, 3, 1, 2, 3);
    }

    @Test
    void picksTheOneWithTheFewestRequests() {
        var upstream = upstream(Balance.LEAST_CONNECTIONS, 1, 2);
        var first = pick(upstream, null);
        var second = pick(upstream, null);
        upstream.tried(second, Outcome.ANSWERED, 1);

        var third = pick(upstream, null);

        assertThat(first).isNotSameAs(second);
        assertThat(third).isSameAs(second);
    }

    @Test
    void avoidsTheOneThatFailedUnlessThereIsNoOther() {
        var two = upstream(Balance.ROUND_ROBIN, 1, 2);
        var failed = pick(two, null);
        var one = upstream(Balance.ROUND_ROBIN, 1);
        var only = pick(one, null);

        assertThat(picks(two, 1, failed)).doesNotContain(failed.address().getPort());
        assertThat(pick(one, only)).isSameAs(only);
    }

    @Test
    void ejectsAnInstanceAfterFiveFailuresInARowForThirtySeconds() {
        var upstream = upstream(Balance.ROUND_ROBIN, 1, 2);
        failOn(upstream, 1, 5);

        assertThat(picks(upstream, 4)).containsOnly(2);
        now += Duration.ofSeconds(30).toNanos();
        assertThat(picks(upstream, 4)).contains(1);
    }

    @Test
    void countsOnlyFailuresInARow() {
        var upstream = upstream(Balance.ROUND_ROBIN, 1, 2);
        failOn(upstream, 1, 4);
        upstream.tried(pickOf(upstream, 1), Outcome.ANSWERED, 1);
        failOn(upstream, 1, 4);

        assertThat(picks(upstream, 4)).contains(1);
    }

    @Test
    void neverEjectsTheOnlyInstanceNorMoreThanHalf() {
        var one = upstream(Balance.ROUND_ROBIN, 1);
        var three = upstream(Balance.ROUND_ROBIN, 1, 2, 3);
        failOn(one, 1, 50);
        failOn(three, 1, 5);
        failOn(three, 2, 5);

        assertThat(picks(one, 2)).containsOnly(1);
        assertThat(picks(three, 6)).containsOnly(2, 3);
    }

    @Test
    void blamesNobodyWhenTheClientWentAway() {
        var upstream = upstream(Balance.ROUND_ROBIN, 1, 2);
        for (int i = 0; i < 20; i++) {
            upstream.tried(pickOf(upstream, 1), Outcome.CANCELLED, 1);
            upstream.admit(now);
            upstream.ended(Outcome.CANCELLED, 1);
        }

        assertThat(picks(upstream, 4)).contains(1);
        assertThat(upstream.inFlight()).isZero();
        assertThat(upstream.admit(now)).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void leavesUnhealthyInstancesOutAndSaysWhenNoneIsLeft() {
        var upstream = upstream(Balance.ROUND_ROBIN, 1, 2);
        upstream.instances().all()[0].healthy(false, now);
        assertThat(picks(upstream, 3)).containsOnly(2);

        upstream.instances().all()[1].healthy(false, now);

        assertThat(upstream.pick(null)).isNull();
        assertThat(upstream.admit(now)).isEqualTo(Admission.NO_ADDRESS);
        assertThat(upstream.inFlight()).isZero();
    }

    @Test
    void givesANewInstanceAGrowingShare() {
        var upstream = upstream(Balance.ROUND_ROBIN, 1);
        take(upstream, 1, 2);
        random = 0.5;
        assertThat(picks(upstream, 4)).containsOnly(1);

        now += Duration.ofSeconds(6).toNanos();
        assertThat(picks(upstream, 4)).contains(2);
        now += Duration.ofSeconds(4).toNanos();
        random = 0.999;
        assertThat(picks(upstream, 4)).containsExactlyInAnyOrder(1, 2, 1, 2);
    }

    @Test
    void keepsWhatStaysAndRemovesWhatGoes() {
        var upstream = upstream(Balance.ROUND_ROBIN, 1, 2);
        var stays = upstream.instances().all()[0].endpoint();
        var goes = upstream.instances().all()[1].endpoint();

        take(upstream, 1, 3);

        assertThat(upstream.instances().all()[0].endpoint()).isSameAs(stays);
        assertThat(stays.removed()).isFalse();
        assertThat(goes.removed()).isTrue();
        upstream.tried(goes, Outcome.ANSWERED, 1);
    }

    @Test
    void boundsTheRequestsUnderWay() {
        var upstream = upstream(Balance.ROUND_ROBIN, 1);
        for (int i = 0; i < 4; i++) {
            assertThat(upstream.admit(now)).isEqualTo(Admission.ADMITTED);
        }
        assertThat(upstream.admit(now)).isEqualTo(Admission.FULL);

        upstream.ended(Outcome.ANSWERED, 1);

        assertThat(upstream.admit(now)).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void losesNoTrialOfTheBreakerWhenThereIsNoRoom() {
        var upstream = upstream(Balance.ROUND_ROBIN, 1);
        for (int i = 0; i < 10; i++) {
            upstream.admit(now);
            upstream.ended(Outcome.SERVER_ERROR, 1);
        }
        assertThat(upstream.admit(now)).isEqualTo(Admission.BREAKER_OPEN);
        assertThat(upstream.inFlight()).isZero();
        now += Duration.ofSeconds(10).toNanos();
        upstream.instances().all()[0].healthy(false, now);
        IntStream.range(0, 5)
                .forEach(i -> assertThat(upstream.admit(now)).isEqualTo(Admission.NO_ADDRESS));
        upstream.instances().all()[0].healthy(true, now);

        for (int i = 0; i < 3; i++) {
            assertThat(upstream.admit(now)).isEqualTo(Admission.ADMITTED);
        }
        assertThat(upstream.admit(now)).isEqualTo(Admission.BREAKER_OPEN);
    }

    @Test
    void allowsRetriesForAFifthOfTheRequestsOnceTheFirstTenAreUsed() {
        var upstream = upstream(Balance.ROUND_ROBIN, 1);
        for (int i = 0; i < 10; i++) {
            assertThat(upstream.mayRetry()).isTrue();
        }
        assertThat(upstream.mayRetry()).isFalse();

        for (int i = 0; i < 4; i++) {
            request(upstream);
        }
        assertThat(upstream.mayRetry()).isFalse();
        request(upstream);

        assertThat(upstream.mayRetry()).isTrue();
        assertThat(upstream.mayRetry()).isFalse();
    }

    @Test
    void savesUpAHundredRetriesAtMost() {
        var upstream = upstream(Balance.ROUND_ROBIN, 1);
        for (int i = 0; i < 100_000; i++) {
            request(upstream);
        }

        assertThat(IntStream.range(0, 1000).filter(i -> upstream.mayRetry()).count())
                .isEqualTo(100);
    }

    @Test
    void judgesHealthByChecksInARow() {
        var judgement = new HealthJudgement(3, 2);

        assertThat(List.of(false, false, true, false, false, false, true, false, true, true))
                .extracting(judgement::after)
                .containsExactly(true, true, true, true, true, false, false, false, false, true);
    }

    private void request(BalancedUpstream upstream) {
        upstream.admit(now);
        upstream.ended(Outcome.ANSWERED, 1);
    }

    private void failOn(BalancedUpstream upstream, int port, int times) {
        for (int i = 0; i < times; i++) {
            upstream.tried(pickOf(upstream, port), Outcome.NOT_CONNECTED, 1);
        }
    }

    private Endpoint pickOf(BalancedUpstream upstream, int port) {
        for (int i = 0; i < 10; i++) {
            var endpoint = pick(upstream, null);
            if (endpoint.address().getPort() == port) {
                return endpoint;
            }
            upstream.tried(endpoint, Outcome.ANSWERED, 1);
        }
        throw new AssertionError("the instance with port " + port + " is never picked");
    }

    private List<Integer> picks(BalancedUpstream upstream, int times) {
        return picks(upstream, times, null);
    }

    private List<Integer> picks(BalancedUpstream upstream, int times, @Nullable Endpoint avoid) {
        var ports = new ArrayList<Integer>();
        for (int i = 0; i < times; i++) {
            var endpoint = pick(upstream, avoid);
            ports.add(endpoint.address().getPort());
            upstream.tried(endpoint, Outcome.CANCELLED, 1);
        }
        return ports;
    }

    private static Endpoint pick(BalancedUpstream upstream, @Nullable Endpoint avoid) {
        return Objects.requireNonNull(upstream.pick(avoid), "an available instance");
    }

    private BalancedUpstream upstream(Balance balance, Integer... ports) {
        var defaults = Instances.Settings.DEFAULT;
        var settings =
                new Instances.Settings(
                        balance,
                        defaults.ejectAfter(),
                        defaults.ejectFor(),
                        defaults.ejectMostPercent(),
                        defaults.slowStart());
        var upstream =
                new BalancedUpstream(
                        "control",
                        Patience.DEFAULT,
                        4,
                        new CircuitBreaker(BreakerSettings.DEFAULT),
                        new RetryBudget(20),
                        new Instances(settings, () -> random),
                        () -> now);
        take(upstream, ports);
        return upstream;
    }

    private void take(BalancedUpstream upstream, Integer... ports) {
        upstream.instances()
                .take(
                        List.of(ports),
                        port ->
                                Endpoint.plain(
                                        InetSocketAddress.createUnresolved("upstream", port)),
                        now);
    }
}
