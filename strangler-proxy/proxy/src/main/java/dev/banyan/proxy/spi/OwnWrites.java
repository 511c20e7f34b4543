package dev.banyan.proxy.spi;

import dev.banyan.routing.Side;
import org.jspecify.annotations.Nullable;

/// Lets a client see its own writes: marks writers, and says where their next requests may go.
///
/// Called on event loops for every request; must neither block nor allocate when no mark is there.
public interface OwnWrites {

    /// What happens to a request.
    enum Verdict {
        /// The side has applied what the client wrote, or the client wrote nothing.
        GO,
        /// A read of the module whose side lags: the owner answers it.
        TO_OWNER,
        /// The side lags and no other may answer: ask again at the next tick.
        WAIT,
        /// The side lags, but its stream is stopped: send it, and count it as stale.
        GO_STALE
    }

    /// Looks at a request that would go to a side.
    ///
    /// @param module its module, or null
    /// @param side where it would go
    /// @param owner the owner of its module; the side itself when it has no module
    /// @param write whether it is a write of the module
    /// @param cookies its Cookie header, or null
    /// @param stickyKey the client's key, or null
    Verdict look(
            @Nullable String module,
            Side side,
            Side owner,
            boolean write,
            @Nullable String cookies,
            @Nullable String stickyKey);

    /// A side has answered a write: the value of a Set-Cookie header that marks the client, or
    /// null.
    ///
    /// @param wrote the answer's `Banyan-Wrote` header, or null
    @Nullable String wrote(
            String module, Side side, @Nullable String wrote, @Nullable String stickyKey);

    /// A request went on although its side lags. Counted as `banyan_stale_reads`.
    void stale(@Nullable String module, Side side);

    /// Marks nobody, lets everything go.
    OwnWrites NONE =
            new OwnWrites() {
                @Override
                public Verdict look(
                        @Nullable String module,
                        Side side,
                        Side owner,
                        boolean write,
                        @Nullable String cookies,
                        @Nullable String stickyKey) {
                    return Verdict.GO;
                }

                @Override
                public @Nullable String wrote(
                        String module,
                        Side side,
                        @Nullable String wrote,
                        @Nullable String stickyKey) {
                    return null;
                }

                @Override
                public void stale(@Nullable String module, Side side) {}
            };
}
