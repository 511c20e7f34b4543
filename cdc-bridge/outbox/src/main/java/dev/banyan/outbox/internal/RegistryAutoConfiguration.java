package dev.banyan.outbox.internal;

import dev.banyan.outbox.OutboxSettings;
import dev.banyan.outbox.spi.ModuleTransactions;
import java.time.Clock;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.modulith.events.core.EventPublicationRepository;
import org.springframework.modulith.events.core.EventSerializer;
import org.springframework.modulith.events.support.CompletionMode;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Ordered deliveries in process, on Spring Modulith's event publication registry.
@AutoConfiguration(
        after = OutboxAutoConfiguration.class,
        afterName =
                "org.springframework.modulith.events.jdbc.JdbcEventPublicationAutoConfiguration")
@ConditionalOnClass(EventPublicationRepository.class)
@ConditionalOnBean({EventPublicationRepository.class, DeliveryStore.class})
class RegistryAutoConfiguration {

    @Bean
    static RepositoryDecoration repositoryDecoration(BeanFactory beans) {
        return new RepositoryDecoration(() -> beans.getBean(DeliveryRecorder.class));
    }

    @Bean
    DeliveryRecorder deliveryRecorder(
            Consumers consumers,
            Envelopes envelopes,
            DeliveryStore store,
            Publications publications,
            OutboxSettings settings,
            JdbcTemplate jdbc,
            Environment environment) {
        requireRegistrySchema(environment);
        return new DeliveryRecorder(consumers, envelopes, store, publications, settings, jdbc);
    }

    @Bean
    Publications publications(
            ObjectProvider<EventPublicationRepository> repository,
            ObjectProvider<EventSerializer> serializer,
            DeliveryStore store,
            Environment environment) {
        return new Publications(
                repository::getObject,
                serializer::getObject,
                store,
                CompletionMode.from(environment) == CompletionMode.UPDATE);
    }

    @Bean
    Attempts attempts(
            DeliveryStore store,
            Publications publications,
            Handling handling,
            ModuleTransactions transactions,
            OutboxSettings settings,
            ObjectProvider<Clock> clock,
            ObjectProvider<DeliveryMetrics> metrics) {
        return new Attempts(
                store,
                publications,
                handling,
                transactions,
                settings.delivery(),
                clock.getIfAvailable(Clock::systemUTC),
                metrics.getIfAvailable(DeliveryMetrics::none));
    }

    /// The recorder is named so that its check of the registry's schema happens at the start.
    @Bean
    Dispatcher dispatcher(
            Lanes lanes,
            Consumers consumers,
            Gates gates,
            Attempts attempts,
            DeliveryStore store,
            OutboxSettings settings,
            DeliveryRecorder recorder) {
        return new Dispatcher(lanes, consumers, gates, attempts, store, settings.delivery());
    }

    @Bean
    JdbcDeliveries deliveries(
            JdbcTemplate jdbc,
            PlatformTransactionManager manager,
            Publications publications,
            Lanes lanes,
            ObjectProvider<Clock> clock,
            OutboxSchema schema) {
        return new JdbcDeliveries(
                jdbc,
                new TransactionTemplate(manager),
                publications,
                lanes,
                clock.getIfAvailable(Clock::systemUTC));
    }

    private static void requireRegistrySchema(Environment environment) {
        var schema = environment.getProperty(OutboxDefaults.REGISTRY_SCHEMA);
        if (!"banyan_outbox".equals(schema)) {
            throw new IllegalStateException(
                    "Setting '%s' is '%s', needed is 'banyan_outbox', where the deliveries are. Remove the setting."
                            .formatted(OutboxDefaults.REGISTRY_SCHEMA, schema));
        }
    }

    /// Puts the noting of deliveries around whatever repository Spring Modulith was given.
    static final class RepositoryDecoration implements BeanPostProcessor {

        private final Supplier<DeliveryRecorder> recorder;

        RepositoryDecoration(Supplier<DeliveryRecorder> recorder) {
            this.recorder = recorder;
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            return bean instanceof EventPublicationRepository repository
                    ? new DeliveryRecordingRepository(repository, recorder)
                    : bean;
        }
    }
}
