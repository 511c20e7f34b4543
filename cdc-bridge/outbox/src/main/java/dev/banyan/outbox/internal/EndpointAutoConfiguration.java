package dev.banyan.outbox.internal;

import dev.banyan.outbox.Deliveries;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/// The endpoint for operators, where the actuator is there.
@AutoConfiguration(after = RegistryAutoConfiguration.class)
@ConditionalOnClass(Endpoint.class)
@ConditionalOnBean(Deliveries.class)
class EndpointAutoConfiguration {

    @Bean
    DeliveriesEndpoint deliveriesEndpoint(Deliveries deliveries) {
        return new DeliveriesEndpoint(deliveries);
    }
}
