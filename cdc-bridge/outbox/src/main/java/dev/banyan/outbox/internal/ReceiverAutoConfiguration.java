package dev.banyan.outbox.internal;

import dev.banyan.outbox.OutboxSettings;
import dev.banyan.outbox.spi.ModuleTransactions;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/// The endpoint for events from a relay; needs no registry of Spring Modulith.
@AutoConfiguration(after = OutboxAutoConfiguration.class)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty("banyan.outbox.receiver.enabled")
@ConditionalOnBean(Handling.class)
class ReceiverAutoConfiguration {

    @Bean
    RouterFunction<ServerResponse> eventReceiver(
            OutboxSettings settings,
            Consumers consumers,
            Gates gates,
            Handling handling,
            ModuleTransactions transactions,
            JsonMapper json,
            ObjectProvider<Clock> clock) {
        var receiver =
                new EventReceiver(
                        settings.receiver(),
                        new CloudEventReader(json, clock.getIfAvailable(Clock::systemUTC)),
                        consumers,
                        gates,
                        handling,
                        transactions,
                        json);
        return RouterFunctions.route().POST(settings.receiver().path(), receiver::receive).build();
    }
}
