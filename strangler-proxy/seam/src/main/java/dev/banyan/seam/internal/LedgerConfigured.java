package dev.banyan.seam.internal;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/// A ledger is named; else the seam is off.
final class LedgerConfigured extends AnyNestedCondition {

    LedgerConfigured() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty("banyan.seam.ledger.url")
    static final class Elsewhere {}

    @ConditionalOnBooleanProperty("banyan.seam.ledger.own-database")
    static final class OwnDatabase {}
}
