package dev.banyan.replication.fence;

import org.jspecify.annotations.Nullable;

/// A session that may write a module's tables and is expected to.
///
/// @param role the user it logs in with; null for any
/// @param application its name, which may end in `*`; null for any
/// @param address an address or a network like `10.0.0.0/8`, or `local` for the socket; null for
///   any
public record KnownWriter(
        @Nullable String role, @Nullable String application, @Nullable String address) {

    public KnownWriter {
        if (role == null && application == null && address == null) {
            throw new IllegalArgumentException(
                    "A known writer needs a role, an application or an address: else it would be"
                            + " everybody.");
        }
    }
}
