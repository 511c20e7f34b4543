package dev.banyan.cli.history;

/// What one client asked of one key, and what it heard.
///
/// @param value what was written, or what was read
/// @param invoked when the request was sent, by one monotonic clock for all clients
/// @param completed when the answer was there; `NEVER` for a write whose answer was lost, which may
///   have taken effect at any time since, or not at all
public record Operation(
        int client, String key, Kind kind, long value, long invoked, long completed) {

    /// No answer came.
    public static final long NEVER = Long.MAX_VALUE;

    /// What was asked.
    public enum Kind {
        READ,
        WRITE
    }

    public Operation {
        if (completed < invoked) {
            throw new IllegalArgumentException(
                    "An answer comes after its question: " + invoked + ", " + completed);
        }
        if (kind == Kind.READ && completed == NEVER) {
            throw new IllegalArgumentException(
                    "A read without an answer says nothing: leave it out.");
        }
    }

    /// A read that was answered.
    public static Operation read(int client, String key, long value, long invoked, long completed) {
        return new Operation(client, key, Kind.READ, value, invoked, completed);
    }

    /// A write; `completed` is `NEVER` where its answer was lost.
    public static Operation write(
            int client, String key, long value, long invoked, long completed) {
        return new Operation(client, key, Kind.WRITE, value, invoked, completed);
    }

    boolean isCertain() {
        return completed != NEVER;
    }
}
