package dev.banyan.extraction;

import dev.banyan.extraction.protocol.SwitchStage;
import dev.banyan.ledger.AttemptKind;
import dev.banyan.routing.Side;
import java.util.Locale;

/// Which change of owner it is.
///
/// @param old the side that owns the module before
/// @param oldIsLost whether its database is gone for good, so that it can neither be closed nor
///   asked
record OwnerChange(Side old, boolean oldIsLost) {

    static OwnerChange of(AttemptKind kind) {
        return switch (kind) {
            case SWITCH_WRITES -> new OwnerChange(Side.CONTROL, false);
            case REVERSE_WRITES -> new OwnerChange(Side.CANDIDATE, false);
            case REVERSE_WITHOUT_OWNER -> new OwnerChange(Side.CANDIDATE, true);
            case CREATE, RECOPY, REPAIR, CANCEL, COMPLETE ->
                    throw new IllegalArgumentException(kind + " changes no owner.");
        };
    }

    Side fresh() {
        return old.other();
    }

    /// Numbers to leave out.
    long margin(ExtractionSettings settings) {
        return oldIsLost ? settings.lostSequenceMargin() : settings.sequenceMargin();
    }

    /// A stage, or the first one behind it that can be done without a side that is lost.
    SwitchStage possible(SwitchStage stage) {
        return oldIsLost ? stage.withoutOld() : stage;
    }

    static String word(SwitchStage stage) {
        return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
