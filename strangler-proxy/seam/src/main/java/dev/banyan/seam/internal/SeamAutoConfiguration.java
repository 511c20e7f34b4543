package dev.banyan.seam.internal;

import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.seam.SeamSettings;
import dev.banyan.seam.internal.Published.ModuleNames;
import dev.banyan.seam.spi.Builds;
import dev.banyan.seam.spi.ProblemExceptions;
import dev.banyan.seam.spi.Sleeper;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/// The seam; nothing of it where no ledger is named.
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration",
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "dev.banyan.seam.internal.MetricsAutoConfiguration"
        })
@Conditional(LedgerConfigured.class)
@EnableConfigurationProperties(SeamSettings.class)
class SeamAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ModuleNames moduleNames(BeanFactory beans) {
        return new ModuleNames(
                AutoConfigurationPackages.has(beans)
                        ? AutoConfigurationPackages.get(beans)
                        : List.of());
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static PublishedBeans publishedBeans(ModuleNames names) {
        return new PublishedBeans(names);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static SeamPostProcessor seamPostProcessor(
            PublishedBeans beans,
            ObjectProvider<Switchboard> board,
            ObjectProvider<SeamInterceptor> interceptor) {
        return new SeamPostProcessor(
                beans, module -> board.getObject().publish(module), interceptor);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Switchboard switchboard(Environment environment) {
        return new Switchboard(
                environment.getProperty(
                        "banyan.seam.side",
                        dev.banyan.routing.Side.class,
                        dev.banyan.routing.Side.CONTROL));
    }

    @Bean
    SeamInterceptor seamInterceptor(
            PublishedBeans beans,
            Switchboard board,
            Holds holds,
            Remotes remotes,
            Transactions transactions,
            ObjectProvider<Writers> writers,
            ObjectProvider<Checks> checks) {
        return new SeamInterceptor(
                beans,
                board,
                holds,
                remotes,
                transactions,
                writers.getIfAvailable(() -> Writers.NONE),
                checks.getIfAvailable(() -> Checks.NONE));
    }

    @Bean
    Holds holds(Switchboard board, SeamSettings settings, ObjectProvider<SeamMetrics> metrics) {
        return new Holds(board, settings.hold(), metrics.getIfAvailable(SeamMetrics::none));
    }

    @Bean
    Transactions seamTransactions(SeamSettings settings, ObjectProvider<SeamMetrics> metrics) {
        return new Transactions(
                settings.foreignTransactions(), metrics.getIfAvailable(SeamMetrics::none));
    }

    @Bean
    Remotes remotes(
            SeamSettings settings,
            LedgerAddresses addresses,
            ObjectProvider<RestClient.Builder> builder,
            ObjectProvider<JsonMapper> json,
            ObjectProvider<ProblemExceptions> problems,
            ObjectProvider<TraceParents> traces,
            ObjectProvider<SeamMetrics> metrics) {
        var clients =
                new HttpClients(
                        settings.call().connect(),
                        builder.getIfAvailable(RestClient::builder),
                        Secrets.token(settings.internal()));
        var answers =
                new Answers(
                        json.getIfAvailable(JsonMapper::new), problems.orderedStream().toList());
        return new Remotes(
                settings,
                new Remote.Surroundings(
                        clients,
                        addresses,
                        answers,
                        metrics.getIfAvailable(SeamMetrics::none),
                        () -> UUID.randomUUID().toString(),
                        traces.getIfAvailable(() -> () -> null)::current,
                        RandomGenerator.getDefault()));
    }

    @Bean
    LedgerConnections seamLedgerConnections(
            SeamSettings settings, ObjectProvider<JdbcConnectionDetails> own) {
        var wanted = settings.ledger();
        if (wanted.ownDatabase()) {
            var details = own.getObject();
            return LedgerConnections.to(
                    details.getJdbcUrl(),
                    orEmpty(details.getUsername()),
                    orEmpty(details.getPassword()));
        }
        return LedgerConnections.to(
                orEmpty(wanted.url()),
                orEmpty(wanted.username()),
                orEmpty(Secrets.of(wanted.password(), wanted.passwordFile())));
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    @Bean
    LedgerAddresses ledgerAddresses(
            SeamSettings settings, LedgerConnections connections, Environment environment) {
        return new LedgerAddresses(
                settings,
                () -> Ledger.on(connections, UUID::randomUUID),
                Link.stateFile(settings, process(settings, environment), "addresses.txt"));
    }

    @Bean
    Link seamLink(
            LedgerConnections connections,
            SeamSettings settings,
            Environment environment,
            Switchboard board,
            LedgerAddresses addresses,
            ObjectProvider<Builds> builds,
            ObjectProvider<Sleeper> sleepers) {
        var own = builds.getIfAvailable(() -> Map::of);
        return new Link(
                connections,
                settings,
                process(settings, environment),
                own::builds,
                board,
                addresses,
                sleepers.orderedStream().toList());
    }

    /// The same after a restart on the same place.
    private static String process(SeamSettings settings, Environment environment) {
        var set = settings.process();
        if (set != null && !set.isBlank()) {
            return set;
        }
        return "%s-%s-%s"
                .formatted(
                        environment.getProperty("spring.application.name", "application"),
                        host(),
                        environment.getProperty("server.port", "8080"));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /// Where jobs are scheduled.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.scheduling.annotation.Scheduled")
    static class JobConfiguration {

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static Jobs seamJobs(ModuleNames names) {
            return new Jobs(names);
        }

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static JobPostProcessor jobPostProcessor(Jobs jobs) {
            return new JobPostProcessor(jobs);
        }
    }

    /// Where the ledger lies in the application's own database.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.jdbc.datasource.DataSourceUtils")
    @ConditionalOnBean(DataSource.class)
    static class WriterConfiguration {

        @Bean
        @ConditionalOnMissingBean
        Writers writers(
                DataSource dataSource, LedgerConnections connections, SeamSettings settings) {
            return settings.side() == dev.banyan.routing.Side.CONTROL
                    ? new LockedWriters(dataSource, module -> Link.fence(connections, module))
                    : Writers.NONE;
        }
    }

    /// Where constraints are checked.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "jakarta.validation.Validator")
    @ConditionalOnBean(type = "jakarta.validation.Validator")
    static class CheckConfiguration {

        @Bean
        Checks checks(jakarta.validation.Validator validator) {
            return new ValidatorChecks(validator);
        }
    }
}
