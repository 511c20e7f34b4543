package dev.banyan.outbox.internal;

import dev.banyan.outbox.EventIds;
import dev.banyan.outbox.OutboxSettings;
import dev.banyan.outbox.spi.ModuleTransactions;
import dev.banyan.outbox.spi.Tracing;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

/// Outbox, consumers and inbox; [RegistryAutoConfiguration] adds the deliveries in process where
/// Spring Modulith is there.
@AutoConfiguration(
        after = {
            JdbcTemplateAutoConfiguration.class,
            DataSourceTransactionManagerAutoConfiguration.class
        },
        afterName =
                "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
@ConditionalOnBean({JdbcTemplate.class, PlatformTransactionManager.class})
@EnableConfigurationProperties(OutboxSettings.class)
class OutboxAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    EventIds eventIds(ObjectProvider<Clock> clock) {
        return new EventIds(clock.getIfAvailable(Clock::systemUTC), new SecureRandom());
    }

    @Bean
    @ConditionalOnMissingBean
    ModuleTransactions moduleTransactions(PlatformTransactionManager manager) {
        return new PlainModuleTransactions(manager);
    }

    @Bean
    static EventTypes eventTypes(BeanFactory beans) {
        var packages =
                AutoConfigurationPackages.has(beans)
                        ? AutoConfigurationPackages.get(beans)
                        : java.util.List.<String>of();
        var loader = ClassUtils.getDefaultClassLoader();
        return EventTypes.in(
                packages, loader == null ? OutboxAutoConfiguration.class.getClassLoader() : loader);
    }

    @Bean
    static Consumers consumers(EventTypes types) {
        return new Consumers(types);
    }

    @Bean
    static Lanes lanes(OutboxSettings settings) {
        return new Lanes(4 * settings.delivery().lanes());
    }

    @Bean
    static InboxListenerFactory inboxListenerFactory(ListableBeanFactory beans) {
        return new InboxListenerFactory(
                () -> beans.getBean(Consumers.class), () -> beans.getBean(Lanes.class));
    }

    @Bean
    Gates listeners() {
        return new Gates();
    }

    @Bean
    OutboxSchema outboxSchema(
            JdbcTemplate jdbc,
            PlatformTransactionManager manager,
            OutboxSettings settings,
            EventTypes types) {
        return new OutboxSchema(
                jdbc, new TransactionTemplate(manager), settings, types.publishers());
    }

    @Bean
    Envelopes envelopes(
            OutboxSettings settings, ObjectProvider<Clock> clock, ObjectProvider<Tracing> tracing) {
        return new Envelopes(
                settings,
                clock.getIfAvailable(Clock::systemUTC),
                tracing.getIfAvailable(Tracing::none));
    }

    /// After the schema, so that nothing is stored before its tables are there.
    @Bean
    DeliveryStore deliveryStore(JdbcTemplate jdbc, OutboxSchema schema) {
        return new DeliveryStore(jdbc);
    }

    @Bean
    OutboxWriter outboxWriter(
            Envelopes envelopes,
            DeliveryStore store,
            OutboxSettings settings,
            JdbcTemplate jdbc,
            JsonMapper json) {
        return new OutboxWriter(envelopes, store, settings, jdbc, json);
    }

    @Bean
    Inbox inbox(JdbcTemplate jdbc, OutboxSettings settings) {
        return new Inbox(jdbc, settings);
    }

    @Bean
    Handling handling(
            Inbox inbox,
            EventTypes types,
            OutboxSettings settings,
            ObjectProvider<Tracing> tracing,
            ObjectProvider<DeliveryMetrics> metrics) {
        return new Handling(
                inbox,
                types,
                tracing.getIfAvailable(Tracing::none),
                settings,
                metrics.getIfAvailable(DeliveryMetrics::none));
    }
}
