package dev.banyan.postgres.spring;

import dev.banyan.postgres.EmbeddedPostgresException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Turns a failure of the embedded PostgreSQL into a start-up message.
final class EmbeddedPostgresFailureAnalyzer
        extends AbstractFailureAnalyzer<EmbeddedPostgresException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, EmbeddedPostgresException cause) {
        return new FailureAnalysis(cause.problem(), cause.action(), cause);
    }
}
