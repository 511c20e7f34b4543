package dev.banyan.outbox.internal;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// Puts Spring Modulith's registry into the schema of the outbox, which creates it.
final class OutboxDefaults implements EnvironmentPostProcessor {

    static final String REGISTRY_SCHEMA = "spring.modulith.events.jdbc.schema";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        environment
                .getPropertySources()
                .addLast(
                        new MapPropertySource(
                                "banyanOutboxDefaults",
                                Map.of(
                                        REGISTRY_SCHEMA,
                                        "banyan_outbox",
                                        "spring.modulith.events.jdbc.schema-initialization.enabled",
                                        "false")));
    }
}
