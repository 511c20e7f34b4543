package dev.banyan.seam.internal;

import dev.openfeature.sdk.FeatureProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/// The ledger's state as flags, where OpenFeature is.
@AutoConfiguration(after = SeamAutoConfiguration.class)
@ConditionalOnClass(FeatureProvider.class)
@Conditional(LedgerConfigured.class)
class FeatureAutoConfiguration {

    @Bean
    FeatureProvider ledgerFlags(Switchboard board) {
        return new LedgerFlags(board);
    }
}
