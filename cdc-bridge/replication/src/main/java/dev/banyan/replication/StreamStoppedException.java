package dev.banyan.replication;

import org.jspecify.annotations.Nullable;

/// A stream cannot go on. The message says what happened to what, and what to do.
public class StreamStoppedException extends RuntimeException {

    private final StopReason reason;

    public StreamStoppedException(StopReason reason, String message) {
        this(reason, message, null);
    }

    public StreamStoppedException(StopReason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public StopReason reason() {
        return reason;
    }
}
