package dev.banyan.cli.history;

import static dev.banyan.cli.history.Operation.NEVER;
import static dev.banyan.cli.history.Operation.read;
import static dev.banyan.cli.history.Operation.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearizabilityTests {

    @Test
    void acceptsReadsThatSeeTheLatestWrite() {
        assertThat(
                        Linearizability.violation(
                                List.of(
                                        write(1, "a", 5, 0, 10),
                                        read(2, "a", 5, 11, 12),
                                        read(1, "a", 5, 13, 14)),
                                0))
                .isEmpty();
    }

    @Test
    void acceptsEitherValueWhileAWriteIsUnderWay() {
        assertThat(
                        Linearizability.violation(
                                List.of(
                                        write(1, "a", 5, 0, 10),
                                        read(2, "a", 0, 2, 3),
                                        read(2, "a", 5, 4, 5)),
                                0))
                .isEmpty();
    }

    @Test
    void findsAStaleReadAfterAnAcknowledgedWrite() {
        assertThat(
                        Linearizability.violation(
                                List.of(write(1, "a", 5, 0, 10), read(2, "a", 0, 11, 12)), 0))
                .contains("key 'a': no order explains its 2 operations");
    }

    @Test
    void findsAValueThatComesAndGoesAgain() {
        assertThat(
                        Linearizability.violation(
                                List.of(
                                        write(1, "a", 5, 0, 20),
                                        read(2, "a", 5, 2, 3),
                                        read(3, "a", 0, 4, 5)),
                                0))
                .isPresent();
    }

    @Test
    void findsALostWrite() {
        assertThat(
                        Linearizability.violation(
                                List.of(
                                        write(1, "a", 5, 0, 1),
                                        write(1, "a", 6, 2, 3),
                                        read(2, "a", 5, 4, 5)),
                                0))
                .isPresent();
    }

    @Test
    void findsAValueThatNobodyWrote() {
        assertThat(Linearizability.violation(List.of(read(2, "a", 9, 0, 1)), 0)).isPresent();
    }

    @Test
    void letsAWriteWithoutAnAnswerHappenLateOrNever() {
        assertThat(
                        Linearizability.violation(
                                List.of(
                                        write(1, "a", 5, 0, NEVER),
                                        read(2, "a", 0, 10, 11),
                                        read(2, "a", 5, 20, 21)),
                                0))
                .isEmpty();
        assertThat(
                        Linearizability.violation(
                                List.of(write(1, "a", 5, 0, NEVER), read(2, "a", 0, 10, 11)), 0))
                .isEmpty();
    }

    @Test
    void findsAWriteWithoutAnAnswerThatWasSeenAndThenUndone() {
        assertThat(
                        Linearizability.violation(
                                List.of(
                                        write(1, "a", 5, 0, NEVER),
                                        read(2, "a", 5, 10, 11),
                                        read(2, "a", 0, 20, 21)),
                                0))
                .isPresent();
    }

    @Test
    void judgesKeysApart() {
        assertThat(
                        Linearizability.violation(
                                List.of(write(1, "a", 5, 0, 1), read(2, "b", 0, 2, 3)), 0))
                .isEmpty();
    }

    @Test
    void acceptsWhatARegisterDidAndFindsOneFlippedRead() {
        var history = played(new Random(42));

        assertThat(Linearizability.violation(history, 0)).isEmpty();

        int victim = lastReadAfterTwoWrites(history);
        var read = history.get(victim);
        history.set(victim, read(read.client(), "a", -1, read.invoked(), read.completed()));

        assertThat(Linearizability.violation(history, 0)).isPresent();
    }

    /// Eight clients whose operations overlap, carried out on a real register in the order of their
    /// instants.
    private static List<Operation> played(Random random) {
        var history = new ArrayList<Operation>();
        long register = 0;
        for (int instant = 1; instant <= 400; instant++) {
            long at = instant * 100L;
            long invoked = at - random.nextInt(350);
            long completed = at + random.nextInt(350);
            int client = instant % 8;
            if (random.nextInt(3) == 0) {
                register = instant;
                history.add(write(client, "a", register, invoked, completed));
            } else {
                history.add(read(client, "a", register, invoked, completed));
            }
        }
        return history;
    }

    private static int lastReadAfterTwoWrites(List<Operation> history) {
        for (int i = history.size() - 1; i > 0; i--) {
            if (history.get(i).kind() == Operation.Kind.READ) {
                return i;
            }
        }
        throw new IllegalStateException("a history without reads");
    }
}
