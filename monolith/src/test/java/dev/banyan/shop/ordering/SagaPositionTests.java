package dev.banyan.shop.ordering;

import static dev.banyan.shop.ordering.SagaPosition.Direction.BACKWARD;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SagaPositionTests {

    private static final StepResult DONE = new StepResult.Done();
    private static final StepResult REFUSED = new StepResult.Refused("no");
    private static final StepResult UNKNOWN = new StepResult.Unknown("silence");

    @Test
    void walksAllStepsWhenEachIsDone() {
        assertThat(walk(null, DONE, DONE, DONE, DONE))
                .containsExactly(
                        "FORWARD RESERVE",
                        "FORWARD CHARGE",
                        "FORWARD SCHEDULE",
                        "FORWARD CONFIRM",
                        "DONE CONFIRM");
    }

    @Test
    void endsAtOnceWhenNothingIsInStock() {
        var end = SagaPosition.START.after(REFUSED, null);

        assertThat(end.isDone()).isTrue();
        assertThat(end.exit()).isEqualTo(OrderStatus.REJECTED);
    }

    @Test
    void takesBackOnlyTheReservationWhenTheChargeIsRefused() {
        assertThat(walk(null, DONE, REFUSED, DONE))
                .containsExactly(
                        "FORWARD RESERVE", "FORWARD CHARGE", "BACKWARD RESERVE", "DONE RESERVE");
    }

    @Test
    void takesBackAlsoTheChargeWhenNobodyKnowsWhetherItHappened() {
        var position = SagaPosition.forward(SagaStep.CHARGE);
        for (int tries = 1; tries < SagaStep.CHARGE.tries(); tries++) {
            position = position.after(UNKNOWN, null);
            assertThat(position)
                    .isEqualTo(
                            new SagaPosition(
                                    SagaPosition.Direction.FORWARD,
                                    SagaStep.CHARGE,
                                    tries,
                                    null,
                                    null));
        }

        var turned = position.after(UNKNOWN, null);

        assertThat(turned)
                .isEqualTo(
                        SagaPosition.backward(
                                SagaStep.CHARGE, OrderStatus.PAYMENT_FAILED, "silence"));
        assertThat(turned.after(DONE, null))
                .isEqualTo(
                        SagaPosition.backward(
                                SagaStep.RESERVE, OrderStatus.PAYMENT_FAILED, "silence"));
    }

    @Test
    void neverTurnsRoundAfterTheMoneyIsTaken() {
        var position = SagaPosition.forward(SagaStep.SCHEDULE);
        for (int tries = 0; tries < 1_000; tries++) {
            position = position.after(tries % 2 == 0 ? UNKNOWN : REFUSED, "changed my mind");
            assertThat(position.direction()).isEqualTo(SagaPosition.Direction.FORWARD);
        }
    }

    @Test
    void neverGivesUpTakingBack() {
        var position =
                SagaPosition.backward(SagaStep.CHARGE, OrderStatus.PAYMENT_FAILED, "silence");
        for (int tries = 0; tries < 1_000; tries++) {
            position = position.after(tries % 2 == 0 ? UNKNOWN : REFUSED, null);
            assertThat(position.direction()).isEqualTo(BACKWARD);
        }
    }

    @Test
    void honoursACancellationBeforeTheChargeOnly() {
        assertThat(SagaPosition.START.after(DONE, "changed my mind"))
                .isEqualTo(
                        SagaPosition.backward(
                                SagaStep.RESERVE, OrderStatus.CANCELLED, "changed my mind"));
        assertThat(SagaPosition.forward(SagaStep.CHARGE).after(DONE, "changed my mind"))
                .isEqualTo(SagaPosition.forward(SagaStep.SCHEDULE));
    }

    @Test
    void waitsLongerWithEachTryUpToALimit() {
        var position = SagaPosition.START;
        assertThat(position.delay()).isZero();
        assertThat(position.again().delay()).isEqualTo(Duration.ofMillis(200));
        assertThat(position.again().again().delay()).isEqualTo(Duration.ofMillis(400));
        for (int tries = 0; tries < 100; tries++) {
            position = position.again();
        }
        assertThat(position.delay()).isEqualTo(Duration.ofMillis(51_200));
    }

    private static List<String> walk(@Nullable String cancellation, StepResult... results) {
        var position = SagaPosition.START;
        var seen = new ArrayList<String>();
        seen.add(position.direction() + " " + position.step());
        for (var result : results) {
            position = position.after(result, cancellation);
            seen.add(position.direction() + " " + position.step());
        }
        return seen;
    }
}
