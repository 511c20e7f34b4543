package dev.banyan.postgres;

import org.jspecify.annotations.Nullable;

/// Says why the embedded PostgreSQL could not do what was asked, and what to do next.
public final class EmbeddedPostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String action;

    public EmbeddedPostgresException(String problem, String action) {
        this(problem, action, null);
    }

    public EmbeddedPostgresException(String problem, String action, @Nullable Throwable cause) {
        super(problem + "\nNext: " + action, cause);
        this.problem = problem;
        this.action = action;
    }

    /// What happened to what.
    public String problem() {
        return problem;
    }

    /// What the reader can do about it.
    public String action() {
        return action;
    }
}
