package dev.banyan.outbox.internal;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/// Metrics, where Micrometer is there.
@AutoConfiguration(
        before = RegistryAutoConfiguration.class,
        after = OutboxAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, DeliveryStore.class})
class MetricsAutoConfiguration {

    @Bean
    DeliveryMetrics deliveryMetrics(MeterRegistry registry) {
        return new MicrometerDeliveryMetrics(registry);
    }

    @Bean
    DeliveryGauges deliveryGauges(JdbcTemplate jdbc) {
        return new DeliveryGauges(jdbc);
    }
}
