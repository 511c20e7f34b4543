package dev.banyan.postgres.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.banyan.postgres.EmbeddedPostgres;
import dev.banyan.postgres.EmbeddedPostgresException;
import dev.banyan.postgres.EmbeddedPostgresSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class EmbeddedPostgresStarterIT {
    @TempDir Path temporary;

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        EmbeddedPostgresAutoConfiguration.class,
        DataSourceAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class
    })
    static class Application {}

    @Test
    void keepsTheRowsOfAnApplicationOverItsRestart() {
        try (var application = run()) {
            jdbc(application).sql("CREATE TABLE kept AS SELECT 42 AS id").update();
        }

        try (var application = run()) {
            assertThat(number(application, "SELECT id FROM kept")).isEqualTo(42);
        }
    }

    @Test
    void stopsPostgresWithTheApplication() {
        ProcessHandle process;
        try (var application = run()) {
            var pid = application.getBean(EmbeddedPostgres.class).pid();
            process = ProcessHandle.of(pid).orElseThrow();
            assertThat(process.isAlive()).isTrue();
        }

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void leavesAConfiguredDatasourceAlone() {
        try (var other = EmbeddedPostgres.start(EmbeddedPostgresSettings.temporary());
                var application =
                        run(
                                "--spring.datasource.url=" + other.jdbcUrl("postgres"),
                                "--spring.datasource.username=postgres",
                                "--spring.datasource.password=" + other.password())) {
            assertThat(number(application, "SELECT current_setting('port')::int"))
                    .isEqualTo(other.port());
            assertThat(application.getBeansOfType(EmbeddedPostgres.class)).isEmpty();
            assertThat(temporary.resolve("data home")).doesNotExist();
        }
    }

    @Test
    void startsNothingWhenItIsSwitchedOff() {
        assertThatThrownBy(() -> run("--banyan.postgres.enabled=false").close())
                .hasStackTraceContaining("Failed to determine a suitable driver class");
        assertThat(temporary.resolve("data home")).doesNotExist();
    }

    @Test
    void refusesASecondApplicationOnTheSameDirectoryWithAnAnalysis() {
        try (var first = run()) {
            assertThatThrownBy(() -> run().close())
                    .hasRootCauseInstanceOf(EmbeddedPostgresException.class)
                    .rootCause()
                    .satisfies(failure -> {
                        var analysis = new EmbeddedPostgresFailureAnalyzer().analyze(failure);
                        assertThat(analysis).isNotNull();
                        assertThat(analysis.getDescription())
                                .contains("Another program uses the database in");
                        assertThat(analysis.getAction()).contains("banyan.postgres.data-directory");
                    });
            assertThat(number(first, "SELECT 1")).isEqualTo(1);
        }
    }

    @Test
    void startsPostgresAgainWhenItIsKilledAndKeepsTheRows() {
        try (var application = run()) {
            jdbc(application).sql("CREATE TABLE kept AS SELECT 42 AS id").update();
            var postgres = application.getBean(EmbeddedPostgres.class);
            var process = ProcessHandle.of(postgres.pid()).orElseThrow();

            process.destroyForcibly();
            process.onExit().join();

            assertThat(awaitNumber(application, "SELECT id FROM kept")).isEqualTo(42);
            assertThat(postgres.pid()).isNotEqualTo(process.pid());
        }
    }

    /// The pool holds connections that died with the server.
    private static int awaitNumber(ConfigurableApplicationContext application, String query) {
        var deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            try {
                return number(application, query);
            } catch (DataAccessException e) {
                if (System.nanoTime() - deadline >= 0) {
                    return fail("PostgreSQL did not come back within a minute.", e);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    private ConfigurableApplicationContext run(String... more) {
        var application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        var arguments = new java.util.ArrayList<>(java.util.List.of(more));
        arguments.add("--banyan.postgres.data-directory=" + temporary.resolve("data home"));
        arguments.add("--spring.datasource.hikari.connection-timeout=30000");
        return application.run(arguments.toArray(String[]::new));
    }

    private static JdbcClient jdbc(ConfigurableApplicationContext application) {
        return application.getBean(JdbcClient.class);
    }

    private static int number(ConfigurableApplicationContext application, String query) {
        return jdbc(application).sql(query).query(Integer.class).single();
    }
}
