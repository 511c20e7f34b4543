package dev.banyan.postgres.spring;

import dev.banyan.postgres.EmbeddedPostgres;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/// Starts PostgreSQL before the connection pool and stops it after the pool. A configured
/// `spring.datasource.url` or `spring.datasource.jndi-name`, a `JdbcConnectionDetails` and a
/// `DataSource` all win over it.
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@Conditional(EmbeddedPostgresAutoConfiguration.NoDatasourceConfigured.class)
@ConditionalOnProperty(name = "banyan.postgres.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({JdbcConnectionDetails.class, DataSource.class})
@EnableConfigurationProperties(EmbeddedPostgresStarterSettings.class)
public class EmbeddedPostgresAutoConfiguration {
    private static final Logger log =
            LoggerFactory.getLogger(EmbeddedPostgresAutoConfiguration.class);

    @Bean(destroyMethod = "close")
    EmbeddedPostgres embeddedPostgres(EmbeddedPostgresStarterSettings settings)
            throws SQLException {
        var postgres = EmbeddedPostgres.start(settings.server());
        try {
            postgres.createDatabase(settings.database());
        } catch (SQLException | RuntimeException e) {
            postgres.close();
            throw e;
        }
        log.info(
                "No datasource is configured: embedded PostgreSQL runs at {}, its data is in '{}'.",
                postgres.jdbcUrl(settings.database()),
                postgres.directory());
        return postgres;
    }

    @Bean(destroyMethod = "close")
    PostgresWatch embeddedPostgresWatch(
            EmbeddedPostgres postgres, EmbeddedPostgresStarterSettings settings) {
        var watch = new PostgresWatch(postgres, settings.restarts(), InstantSource.system());
        watch.begin();
        return watch;
    }

    @Bean
    JdbcConnectionDetails embeddedPostgresConnectionDetails(
            EmbeddedPostgres postgres, EmbeddedPostgresStarterSettings settings) {
        return new EmbeddedConnectionDetails(postgres, settings.database());
    }

    private record EmbeddedConnectionDetails(EmbeddedPostgres postgres, String database)
            implements JdbcConnectionDetails {
        @Override
        public String getUsername() {
            return postgres.username();
        }

        @Override
        public String getPassword() {
            return postgres.password();
        }

        @Override
        public String getJdbcUrl() {
            return postgres.jdbcUrl(database);
        }
    }

    /// An empty value, as a compose file passes on an unset variable, configures nothing.
    static final class NoDatasourceConfigured extends SpringBootCondition {
        @Override
        public ConditionOutcome getMatchOutcome(
                ConditionContext context, AnnotatedTypeMetadata metadata) {
            var message = ConditionMessage.forCondition("Embedded PostgreSQL");
            for (var name : new String[] {"spring.datasource.url", "spring.datasource.jndi-name"}) {
                if (StringUtils.hasText(context.getEnvironment().getProperty(name))) {
                    return ConditionOutcome.noMatch(message.because(name + " is set"));
                }
            }
            return ConditionOutcome.match(message.because("no datasource is configured"));
        }
    }
}
