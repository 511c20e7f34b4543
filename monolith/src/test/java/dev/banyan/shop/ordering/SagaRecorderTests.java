package dev.banyan.shop.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.banyan.shop.money.Money;
import dev.banyan.shop.ordering.SagaJournal.Taken;
import dev.banyan.shop.ordering.SagaJournal.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SagaRecorderTests {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final List<List<Taken>> together = new CopyOnWriteArrayList<>();
    private final List<Taken> alone = new CopyOnWriteArrayList<>();

    @Test
    void recordsTogetherWhatEndsWhileOthersAreRecorded() {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var recorder =
                new SagaRecorder(
                        steps -> {
                            together.add(steps);
                            begun.countDown();
                            awaitOpen(goOn);
                            return answers(steps);
                        },
                        this::alone);
        var first = step();
        var others = List.of(step(), step(), step());

        var answers = new ArrayList<>(List.of(recorded(recorder, first)));
        awaitOpen(begun);
        var threads = new ArrayList<Thread>();
        for (var step : others) {
            var answer = new CompletableFuture<Optional<Work>>();
            answers.add(answer);
            threads.add(Thread.ofPlatform().start(() -> answer.complete(recorder.record(step))));
        }
        await().atMost(DEADLINE)
                .until(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
        goOn.countDown();

        assertThat(answers).allSatisfy(answer -> assertThat(answer).succeedsWithin(DEADLINE));
        assertThat(answers.get(1).join()).contains(others.getFirst().work());
        assertThat(together).hasSize(2);
        assertThat(together.getFirst()).containsExactly(first);
        assertThat(together.getLast()).containsExactlyInAnyOrderElementsOf(others);
        assertThat(alone).isEmpty();
    }

    @Test
    void recordsAloneWhatWasLeftOut() {
        var recorder = new SagaRecorder(_ -> Map.of(), this::alone);
        var step = step();

        assertThat(recorder.record(step)).contains(step.work());

        assertThat(alone).containsExactly(step);
    }

    @Test
    void recordsEachAloneWhenTheyCannotBeRecordedTogether() {
        var recorder =
                new SagaRecorder(
                        _ -> {
                            throw new IllegalStateException("One of them is wrong.");
                        },
                        this::alone);
        var step = step();

        assertThat(recorder.record(step)).contains(step.work());

        assertThat(alone).containsExactly(step);
    }

    @Test
    void tellsWhatIsWrongWithAStepAndRecordsTheNext() {
        var wrong = step();
        var recorder =
                new SagaRecorder(
                        steps -> {
                            fail(steps.contains(wrong));
                            return answers(steps);
                        },
                        step -> {
                            fail(step.equals(wrong));
                            return alone(step);
                        });
        var right = step();

        assertThatThrownBy(() -> recorder.record(wrong)).hasMessage("Wrong.");

        assertThat(recorder.record(right)).contains(right.work());
        assertThat(alone).isEmpty();
    }

    private static void fail(boolean fails) {
        if (fails) {
            throw new IllegalStateException("Wrong.");
        }
    }

    private Optional<Work> alone(Taken step) {
        alone.add(step);
        return Optional.of(step.work());
    }

    private static Map<UUID, Optional<Work>> answers(List<Taken> steps) {
        var answers = new HashMap<UUID, Optional<Work>>();
        steps.forEach(step -> answers.put(step.orderId(), Optional.of(step.work())));
        return answers;
    }

    private static CompletableFuture<Optional<Work>> recorded(SagaRecorder recorder, Taken step) {
        return CompletableFuture.supplyAsync(() -> recorder.record(step));
    }

    private static void awaitOpen(CountDownLatch latch) {
        await().atMost(DEADLINE).until(() -> latch.getCount() == 0);
    }

    private static Taken step() {
        var line = new OrderLine(UUID.randomUUID(), 1, Money.of("1", "EUR"));
        var order =
                new PlacedOrder(
                        UUID.randomUUID(),
                        List.of(line),
                        line.total(),
                        new ShippingAddress("Ada", "1 Harbour Street", "Lisbon", "1000", "PT"),
                        "card");
        return new Taken(new Work(UUID.randomUUID(), SagaPosition.START, order), StepResult.DONE);
    }
}
