package dev.banyan.extraction;

/// Somebody else has the attempt, or a newer one has begun: stop and forget it.
final class AttemptLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AttemptLostException(String message) {
        super(message);
    }
}
