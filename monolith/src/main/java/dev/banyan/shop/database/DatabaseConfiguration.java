package dev.banyan.shop.database;

import dev.banyan.outbox.spi.ModuleTransactions;
import jakarta.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /// A pool has a method `getConnection`, which the binding of settings takes for a property. A
    /// variable such as SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT may name something below it, so
    /// it would be called, open the pool and so close it for its settings.
    @Bean
    static ConfigurationPropertiesBindHandlerAdvisor poolStaysClosedWhileItIsSet() {
        var connection = ConfigurationPropertyName.of("spring.datasource.hikari.connection");
        return parent ->
                new AbstractBindHandler(parent) {
                    @Override
                    public <T> @Nullable Bindable<T> onStart(
                            ConfigurationPropertyName name,
                            Bindable<T> target,
                            BindContext context) {
                        return name.equals(connection)
                                ? null
                                : super.onStart(name, target, context);
                    }
                };
    }

    @Bean
    ModuleRoles moduleRoles(DatabaseSettings settings) {
        return new ModuleRoles(settings);
    }

    @Bean
    Migrations migrations(
            JdbcConnectionDetails database,
            DatabaseSettings settings,
            ModuleRoles roles,
            RetiredModules retired) {
        return new Migrations(database, settings, roles, retired);
    }

    @Bean
    RetiredModules retiredModules(JdbcConnectionDetails database, DatabaseSettings settings) {
        return new Retirement(database).among(settings.modules());
    }

    @Bean
    PlatformTransactionManager transactionManager(
            EntityManagerFactory factory, DataSource dataSource, ModuleRoles roles) {
        return new ModuleTransactionManager(factory, dataSource, roles);
    }

    @Bean
    ModuleTransactions moduleTransactions(PlatformTransactionManager manager) {
        return new RoleTransactions(manager);
    }
}
