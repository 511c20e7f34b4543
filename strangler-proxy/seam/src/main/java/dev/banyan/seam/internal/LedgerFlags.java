package dev.banyan.seam.internal;

import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Phase;
import dev.banyan.routing.Side;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Answers OpenFeature's questions from what the seam knows of the ledger, without asking anybody.
///
/// | Flag | Type | |
/// |---|---|---|
/// | `<module>.owner` | string | `control` or `candidate`: who may write |
/// | `<module>.phase` | string | how far the extraction has come, in small letters |
/// | `<module>.extracted` | boolean | whether the service owns the module |
/// | `<module>.holding` | boolean | whether its writes wait now |
/// | `<module>.reads` | number | the percentage of reads that the service answers |
final class LedgerFlags implements FeatureProvider {

    private final Switchboard board;

    LedgerFlags(Switchboard board) {
        this.board = board;
    }

    @Override
    public Metadata getMetadata() {
        return () -> "banyan-ledger";
    }

    @Override
    public ProviderEvaluation<Boolean> getBooleanEvaluation(
            String flag, Boolean otherwise, EvaluationContext context) {
        return evaluated(flag, otherwise, Boolean.class);
    }

    @Override
    public ProviderEvaluation<String> getStringEvaluation(
            String flag, String otherwise, EvaluationContext context) {
        return evaluated(flag, otherwise, String.class);
    }

    @Override
    public ProviderEvaluation<Integer> getIntegerEvaluation(
            String flag, Integer otherwise, EvaluationContext context) {
        var found = evaluated(flag, otherwise.doubleValue(), Double.class);
        return ProviderEvaluation.<Integer>builder()
                .value((int) Math.floor(found.getValue()))
                .reason(found.getReason())
                .errorCode(found.getErrorCode())
                .errorMessage(found.getErrorMessage())
                .build();
    }

    @Override
    public ProviderEvaluation<Double> getDoubleEvaluation(
            String flag, Double otherwise, EvaluationContext context) {
        return evaluated(flag, otherwise, Double.class);
    }

    @Override
    public ProviderEvaluation<Value> getObjectEvaluation(
            String flag, Value otherwise, EvaluationContext context) {
        var found = value(flag);
        return found == null
                ? failed(otherwise, ErrorCode.FLAG_NOT_FOUND, flag)
                : known(Value.objectToValue(found));
    }

    private <T> ProviderEvaluation<T> evaluated(String flag, T otherwise, Class<T> type) {
        var found = value(flag);
        if (found == null) {
            return failed(otherwise, ErrorCode.FLAG_NOT_FOUND, flag);
        }
        return type.isInstance(found)
                ? known(type.cast(found))
                : failed(otherwise, ErrorCode.TYPE_MISMATCH, flag);
    }

    private @Nullable Object value(String flag) {
        int dot = flag.lastIndexOf('.');
        var extraction = dot < 0 ? null : board.view().extraction(flag.substring(0, dot));
        return extraction == null ? null : value(extraction, flag.substring(dot + 1));
    }

    private @Nullable Object value(Extraction extraction, String what) {
        return switch (what) {
            case "owner" -> small(extraction.owner());
            case "phase" -> small(extraction.phase());
            case "extracted" -> extraction.owner() == Side.CANDIDATE;
            case "holding" -> board.newest().isHolding(extraction.module());
            case "reads" -> reads(extraction);
            default -> null;
        };
    }

    private static double reads(Extraction extraction) {
        if (extraction.phase() == Phase.COMPLETED) {
            return 100;
        }
        return extraction.phase().isFollowed()
                ? extraction.traffic().reads().basisPoints() / 100.0
                : 0;
    }

    private static String small(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <T> ProviderEvaluation<T> known(T value) {
        return ProviderEvaluation.<T>builder()
                .value(value)
                .reason(Reason.TARGETING_MATCH.name())
                .build();
    }

    private static <T> ProviderEvaluation<T> failed(T otherwise, ErrorCode code, String flag) {
        return ProviderEvaluation.<T>builder()
                .value(otherwise)
                .reason(Reason.ERROR.name())
                .errorCode(code)
                .errorMessage("The ledger has no such flag '%s'.".formatted(flag))
                .build();
    }
}
