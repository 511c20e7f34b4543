package dev.banyan.shop.ordering;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far the saga of an order has come.
///
/// @param step the one to carry out next, or to take back when it goes backward
/// @param tries how often that was tried in vain
/// @param exit what the order ends as, once the saga has turned round
record SagaPosition(
        Direction direction,
        SagaStep step,
        int tries,
        @Nullable OrderStatus exit,
        @Nullable String reason) {

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final int DOUBLINGS = 8;

    /// Which way a saga goes.
    enum Direction {
        FORWARD,
        BACKWARD,
        DONE
    }

    static final SagaPosition START = forward(SagaStep.RESERVE);

    static SagaPosition forward(SagaStep step) {
        return new SagaPosition(Direction.FORWARD, step, 0, null, null);
    }

    static SagaPosition backward(SagaStep step, OrderStatus exit, String reason) {
        return new SagaPosition(Direction.BACKWARD, step, 0, exit, reason);
    }

    SagaPosition again() {
        return new SagaPosition(direction, step, tries + 1, exit, reason);
    }

    SagaPosition done() {
        return new SagaPosition(Direction.DONE, step, 0, exit, reason);
    }

    /// The position after this one, given how its step ended. A pure function: the whole behaviour
    /// of the saga.
    ///
    /// @param cancellation why the customer no longer wants the order, if so
    SagaPosition after(StepResult result, @Nullable String cancellation) {
        return switch (direction) {
            case FORWARD -> afterForward(result, cancellation);
            case BACKWARD -> result instanceof StepResult.Done ? furtherBack() : again();
            case DONE -> throw new IllegalStateException("A saga that is done has no next step.");
        };
    }

    private SagaPosition afterForward(StepResult result, @Nullable String cancellation) {
        return switch (result) {
            case StepResult.Done done -> onwards(cancellation);
            case StepResult.Refused refused -> turnedBy(refused.reason());
            case StepResult.Unknown unknown ->
                    tries + 1 < step.tries() ? again() : undoing(unknown.reason());
        };
    }

    private SagaPosition onwards(@Nullable String cancellation) {
        return switch (step) {
            case RESERVE ->
                    cancellation == null
                            ? forward(SagaStep.CHARGE)
                            : backward(SagaStep.RESERVE, OrderStatus.CANCELLED, cancellation);
            case CHARGE -> forward(SagaStep.SCHEDULE);
            case SCHEDULE -> forward(SagaStep.CONFIRM);
            case CONFIRM -> done();
        };
    }

    /// The step itself had no effect, those before it had. After the money is taken nothing turns
    /// the saga round.
    private SagaPosition turnedBy(String why) {
        return switch (step) {
            case RESERVE -> backward(SagaStep.RESERVE, OrderStatus.REJECTED, why).done();
            case CHARGE -> backward(SagaStep.RESERVE, OrderStatus.PAYMENT_FAILED, why);
            case SCHEDULE, CONFIRM -> again();
        };
    }

    /// The step may have had its effect, so it is taken back too.
    private SagaPosition undoing(String why) {
        return switch (step) {
            case RESERVE -> backward(SagaStep.RESERVE, OrderStatus.REJECTED, why);
            case CHARGE -> backward(SagaStep.CHARGE, OrderStatus.PAYMENT_FAILED, why);
            case SCHEDULE, CONFIRM -> again();
        };
    }

    private SagaPosition furtherBack() {
        return switch (step) {
            case RESERVE -> done();
            case CHARGE ->
                    backward(
                            SagaStep.RESERVE,
                            Objects.requireNonNull(exit),
                            Objects.requireNonNull(reason));
            case SCHEDULE, CONFIRM ->
                    throw new IllegalStateException("'%s' is never taken back.".formatted(step));
        };
    }

    boolean isDone() {
        return direction == Direction.DONE;
    }

    /// Whether the step is taken at once, by whoever took the one before.
    boolean goesOn() {
        return !isDone() && tries == 0;
    }

    /// How long to wait before the step is tried, again.
    Duration delay() {
        return tries == 0
                ? Duration.ZERO
                : FIRST_WAIT.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS));
    }
}
