package dev.banyan.outbox.internal;

import dev.banyan.outbox.IdempotentRequests;
import dev.banyan.outbox.Listening;
import dev.banyan.outbox.OutboxSettings;
import dev.banyan.outbox.spi.ModuleTransactions;
import jakarta.servlet.Filter;
import java.util.TreeSet;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/// Idempotency keys, and the filter for them in a web application.
@AutoConfiguration(
        after = OutboxAutoConfiguration.class,
        afterName = "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration")
@ConditionalOnBean(DeliveryStore.class)
class IdempotencyAutoConfiguration {

    @Bean
    JdbcIdempotentRequests idempotentRequests(
            JdbcTemplate jdbc,
            ModuleTransactions transactions,
            OutboxSettings settings,
            JsonMapper json) {
        return new JdbcIdempotentRequests(jdbc, transactions, settings, json);
    }

    @Bean
    Sweeper sweeper(
            JdbcTemplate jdbc,
            Inbox inbox,
            JdbcIdempotentRequests requests,
            ModuleTransactions transactions,
            Consumers consumers,
            EventTypes types,
            Gates gates,
            OutboxSettings settings) {
        var modules = new TreeSet<>(types.publishers());
        return new Sweeper(
                jdbc,
                inbox,
                requests,
                transactions,
                () -> {
                    modules.addAll(consumers.modules());
                    // What sleeps is swept by the side that owns it; its tables may be gone here.
                    return modules.stream()
                            .filter(module -> gates.of(module) == Listening.AWAKE)
                            .toList();
                },
                settings.keep());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Filter.class, RequestMappingHandlerMapping.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Web {

        @Bean
        IdempotencyFilter idempotencyFilter(
                IdempotentRequests requests,
                @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
                OutboxSettings settings,
                JsonMapper json,
                @Qualifier("handlerExceptionResolver") HandlerExceptionResolver application) {
            return new IdempotencyFilter(
                    requests,
                    new IdempotentEndpoints(mapping),
                    settings.idempotency(),
                    new Problems(json),
                    application);
        }
    }
}
