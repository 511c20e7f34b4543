package dev.banyan.replication.sequence;

import dev.banyan.replication.schema.Sequence;
import java.math.BigInteger;

/// Decides how far a sequence of the new side must stand beyond the old one.
///
/// Applications keep blocks of numbers in memory, and sessions keep `cache` of them: hence a margin
/// of at least two such blocks. It is a multiple of the increment, so that schemes like "odd here,
/// even there" stay what they are.
final class SequenceAdvance {

    private SequenceAdvance() {}

    static SequenceStep decide(SequenceValue old, SequenceValue here, long margin) {
        Sequence sequence = here.sequence();
        if (sequence.cycles()) {
            return moveExactly(old, here);
        }

        BigInteger last = big(old.lastValue()).add(distance(old.sequence(), sequence, margin));
        BigInteger next = last.add(big(sequence.increment()));
        if (isBeyond(sequence, next, big(bound(sequence)))) {
            return new SequenceStep.Exhausted(sequence.name(), clamp(next), bound(sequence));
        }
        if (!isBeyond(sequence, next, nextOf(here))) {
            return new SequenceStep.Stay(sequence.name(), clamp(nextOf(here)));
        }
        return new SequenceStep.Move(sequence.name(), last.longValueExact(), next.longValueExact());
    }

    /// One that cycles gives numbers twice by design, and has no "far enough".
    private static SequenceStep moveExactly(SequenceValue old, SequenceValue here) {
        long last = old.lastValue();
        if (here.called() == old.called() && here.lastValue() == last) {
            return new SequenceStep.Stay(here.sequence().name(), last);
        }
        return new SequenceStep.Move(here.sequence().name(), last, last);
    }

    private static BigInteger distance(Sequence old, Sequence here, long margin) {
        BigInteger increment = big(here.increment()).abs();
        BigInteger block = big(old.increment()).abs().multiply(big(old.cache())).shiftLeft(1);
        BigInteger wanted = big(margin).max(block);
        BigInteger steps = wanted.add(increment).subtract(BigInteger.ONE).divide(increment);
        return steps.multiply(big(here.increment()));
    }

    private static boolean isBeyond(Sequence sequence, BigInteger value, BigInteger other) {
        return sequence.increment() > 0 ? value.compareTo(other) > 0 : value.compareTo(other) < 0;
    }

    private static long bound(Sequence sequence) {
        return sequence.increment() > 0 ? sequence.maximum() : sequence.minimum();
    }

    private static BigInteger nextOf(SequenceValue value) {
        BigInteger last = big(value.lastValue());
        return value.called() ? last.add(big(value.sequence().increment())) : last;
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    private static long clamp(BigInteger value) {
        return value.min(big(Long.MAX_VALUE)).max(big(Long.MIN_VALUE)).longValue();
    }
}
