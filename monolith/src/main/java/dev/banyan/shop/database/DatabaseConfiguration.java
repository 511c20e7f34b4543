package dev.banyan.shop.database;

import dev.banyan.outbox.spi.ModuleTransactions;
import jakarta.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

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
