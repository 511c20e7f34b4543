package dev.banyan.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.upstream.CircuitBreaker.Force;
import dev.banyan.proxy.upstream.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitBreakerTests {
    private static final long QUICK = 1_000;
    private static final long SLOW = Duration.ofSeconds(3).toNanos();
    private final CircuitBreaker breaker = new CircuitBreaker(BreakerSettings.DEFAULT);
    private long now = Long.MAX_VALUE - 1_000;

    @ParameterizedTest
    @CsvSource({"9, 9, CLOSED", "10, 5, OPEN", "10, 4, CLOSED", "100, 49, CLOSED", "100, 50, OPEN"})
    void opensWhenHalfOfAtLeastTenCallsFail(int calls, int failed, State expected) {
        for (int i = 0; i < calls; i++) {
            breaker.ended(i >= calls - failed, QUICK, now);
        }

        assertThat(breaker.state()).isEqualTo(expected);
    }

    @Test
    void forgetsWhatHasLeftTheWindow() {
        fail(9);
        succeed(200);
        fail(49);

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(1);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void opensWhenEveryCallIsSlow() {
        for (int i = 0; i < 9; i++) {
            breaker.ended(false, SLOW, now);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);

        breaker.ended(false, SLOW, now);

        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void refusesForTenSecondsThenLetsThreeCallsTry() {
        fail(10);
        assertThat(breaker.admits(now)).isFalse();
        now += Duration.ofSeconds(10).toNanos() - 1;
        assertThat(breaker.admits(now)).isFalse();

        now += 1;

        assertThat(breaker.admits(now)).isTrue();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.admits(now)).isTrue();
        assertThat(breaker.admits(now)).isTrue();
        assertThat(breaker.admits(now)).isFalse();
    }

    @Test
    void closesWhenTheTrialsSucceedAndStartsToCountAnew() {
        halfOpen();

        succeed(3);

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(9);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void opensAgainWhenTwoOfThreeTrialsFail() {
        halfOpen();

        succeed(1);
        fail(2);

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.admits(now)).isFalse();
    }

    @Test
    void givesATrialThatWasCancelledToSomebodyElse() {
        halfOpen();
        breaker.admits(now);
        breaker.admits(now);
        assertThat(breaker.admits(now)).isFalse();

        breaker.cancelled();

        assertThat(breaker.admits(now)).isTrue();
        assertThat(breaker.admits(now)).isFalse();
    }

    @Test
    void givesNewTrialsWhenTheEndOfTheOldOnesNeverComes() {
        halfOpen();
        breaker.admits(now);
        breaker.admits(now);
        assertThat(breaker.admits(now)).isFalse();

        now += Duration.ofSeconds(10).toNanos();

        assertThat(breaker.admits(now)).isTrue();
    }

    @Test
    void leavesCallsThatEndWhileItIsOpenOutOfTheNextDecision() {
        fail(10);
        fail(50);
        now += Duration.ofSeconds(10).toNanos();
        breaker.admits(now);

        succeed(3);

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void obeysAnOperatorUntilToldOtherwise() {
        breaker.force(Force.OPEN);
        succeed(200);
        assertThat(breaker.admits(now + SLOW * 1000)).isFalse();
        assertThat(breaker.state()).isEqualTo(State.FORCED_OPEN);

        breaker.force(Force.CLOSED);
        fail(200);
        assertThat(breaker.admits(now)).isTrue();
        assertThat(breaker.state()).isEqualTo(State.FORCED_CLOSED);

        breaker.force(Force.NONE);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    /// The window as a list of results is slow and plainly right; both must always agree.
    @Test
    void agreesWithAListOfTheLastResults() {
        long seed = Long.getLong("banyan.seed", 7);
        var random = new SplittableRandom(seed);
        for (int run = 0; run < 200; run++) {
            var settings =
                    new BreakerSettings(
                            random.nextInt(1, 30),
                            random.nextInt(1, 15),
                            random.nextInt(1, 101),
                            Duration.ofSeconds(2),
                            random.nextInt(1, 101),
                            Duration.ofSeconds(10),
                            3);
            compareOver(500, settings, random, seed);
        }
    }

    private void compareOver(
            int calls, BreakerSettings settings, SplittableRandom random, long seed) {
        var real = new CircuitBreaker(settings);
        Deque<boolean[]> last = new ArrayDeque<>();
        double share = random.nextDouble();
        for (int i = 0; i < calls && real.state() == State.CLOSED; i++) {
            var result = new boolean[] {random.nextDouble() < share, random.nextDouble() < share};
            last.addLast(result);
            if (last.size() > settings.window()) {
                last.removeFirst();
            }
            real.ended(result[0], result[1] ? SLOW : QUICK, now);
            assertThat(real.state() == State.OPEN)
                    .as("open after %d calls, seed %d, %s", i + 1, seed, settings)
                    .isEqualTo((result[0] || result[1]) && opens(settings, last));
        }
    }

    private static boolean opens(BreakerSettings settings, Deque<boolean[]> last) {
        long failed = last.stream().filter(result -> result[0]).count();
        long slow = last.stream().filter(result -> result[1]).count();
        return last.size() >= settings.minimumCalls()
                && (failed * 100 >= (long) settings.failurePercent() * last.size()
                        || slow * 100 >= (long) settings.slowPercent() * last.size());
    }

    @Test
    void letsNoMoreTrialsPassThanAllowedWhenManyAskAtOnce() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            var shared = new CircuitBreaker(BreakerSettings.DEFAULT);
            for (int i = 0; i < 10; i++) {
                shared.ended(true, QUICK, 0);
            }
            var passed = new AtomicInteger();
            var start = new CountDownLatch(1);
            var threads = new Thread[4];
            for (int i = 0; i < threads.length; i++) {
                threads[i] =
                        Thread.ofPlatform()
                                .start(() -> {
                                    await(start);
                                    for (int call = 0; call < 10; call++) {
                                        if (shared.admits(Duration.ofSeconds(10).toNanos())) {
                                            passed.incrementAndGet();
                                        }
                                    }
                                });
            }
            start.countDown();
            for (var thread : threads) {
                thread.join();
            }
            assertThat(passed).hasValue(3);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void halfOpen() {
        fail(10);
        now += Duration.ofSeconds(10).toNanos();
        assertThat(breaker.admits(now)).isTrue();
    }

    private void succeed(int calls) {
        for (int i = 0; i < calls; i++) {
            breaker.ended(false, QUICK, now);
        }
    }

    private void fail(int calls) {
        for (int i = 0; i < calls; i++) {
            breaker.ended(true, QUICK, now);
        }
    }
}
