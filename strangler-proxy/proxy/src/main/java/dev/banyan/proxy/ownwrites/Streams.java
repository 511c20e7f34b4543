package dev.banyan.proxy.ownwrites;

import dev.banyan.routing.Side;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far each side of each module has applied what the other one wrote, in microseconds of the
/// ledger's clock. Immutable.
///
/// @param modules those whose streams run or ran: between `create` and `complete`
public record Streams(Map<String, Both> modules) {

    public static final Streams NONE = new Streams(Map.of());

    public Streams {
        modules = Map.copyOf(modules);
    }

    /// The two directions of a module.
    public record Both(long controlAppliedMicros, long candidateAppliedMicros) {
        long to(Side side) {
            return side == Side.CONTROL ? controlAppliedMicros : candidateAppliedMicros;
        }
    }

    @Nullable Both of(String module) {
        return modules.get(module);
    }
}
