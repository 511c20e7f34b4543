package dev.banyan.ledger;

import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that can happen to an extraction.
public sealed interface Change {

    /// A change of the extraction itself; refused while an attempt is under way.
    sealed interface OfExtraction extends Change {}

    /// A change by, or of, an attempt; refused unless it is named, in the right state, and leased.
    sealed interface OfAttempt extends Change {}

    /// Takes other routes, keys or cohorts from a new plan; shares stay.
    record Replan(Traffic traffic) implements OfExtraction {}

    /// Lets the candidate answer a share of the reads; none takes them back.
    record SwitchReads(Share share) implements OfExtraction {}

    /// Copies a share of the control's reads to the candidate.
    record Mirror(Share share) implements OfExtraction {}

    /// Writes down who owns the module after a database came back older. Works in every state.
    ///
    /// @param above the greatest number seen on either fence row or by any process
    /// @param aboveVersion the greatest version of the ledger seen by any process
    record Recover(Side owner, long above, long aboveVersion) implements OfExtraction {}

    /// Takes away what the relay is done with; no proxy or seam has to know.
    record EndHandovers(List<Handover> handovers) implements OfExtraction {
        public EndHandovers {
            handovers = List.copyOf(handovers);
        }
    }

    /// Begins an attempt, which gets the next number.
    record Begin(String id, AttemptKind kind, String askedBy, String holder) implements OfAttempt {}

    /// Keeps the lease for as long again.
    record Renew(String id, String holder) implements OfAttempt {}

    /// Takes an attempt over whose lease has ended.
    record TakeOver(String id, String holder) implements OfAttempt {}

    /// Begins a step, which is journaled before it runs. `closes` marks the one that closes the
    /// fence: it needs a hold that lasts long enough.
    record BeginStep(String id, String holder, String step, boolean closes) implements OfAttempt {}

    /// Lets writes wait.
    record Hold(String id, String holder, Duration length) implements OfAttempt {}

    /// The point of no return.
    ///
    /// @param source what the fence row in the ledger's database says, read in the same
    ///   transaction; asked only where that is the old side
    record Pass(String id, String holder, @Nullable FenceReading source) implements OfAttempt {}

    /// Lets the writes go that wait, behind the point of no return.
    record Release(String id, String holder) implements OfAttempt {}

    /// Adds what the relay must know.
    record HandOver(String id, String holder, List<Handover> handovers) implements OfAttempt {
        public HandOver {
            handovers = List.copyOf(handovers);
        }
    }

    /// Ends an attempt that did all it wanted.
    record Finish(String id, String holder) implements OfAttempt {}

    /// From now on it will not pass.
    record BeginUndo(String id, String holder, String reason) implements OfAttempt {}

    /// Ends an attempt that was taken back, and its hold.
    record EndUndo(String id, String holder) implements OfAttempt {}
}
