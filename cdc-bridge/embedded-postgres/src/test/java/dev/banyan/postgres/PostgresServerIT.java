package dev.banyan.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {
    private static final String KIND = System.getenv().getOrDefault("TEST_POSTGRES", "embedded");

    @TempDir Path temporary;

    @Test
    void givesEachTestADatabaseOfItsOwnForLogicalReplication() throws Exception {
        var one = PostgresServer.shared().createDatabase();
        var other = PostgresServer.shared().createDatabase();

        value(one, "CREATE TABLE mine AS SELECT 1; SELECT 1");

        assertThat(value(one, "SHOW wal_level")).isEqualTo("logical");
        assertThat(value(other, "SELECT to_regclass('mine') IS NULL")).isEqualTo("t");
        assertThat(
                        value(
                                one,
                                "SELECT slot_name FROM pg_create_logical_replication_slot('%s', 'pgoutput', true)"
                                        .formatted(one.name())))
                .isEqualTo(one.name());
    }

    @Test
    void keepsRowsSettingsAndAddressOverAKillAndARestart() throws Exception {
        assumeFalse(KIND.equals("external"), "An external server is nobody's to kill.");
        try (var server = PostgresServer.start(Map.of("work_mem", "7MB"))) {
            var database = server.createDatabase();
            value(database, "CREATE TABLE kept AS SELECT 42 AS id; SELECT 1");

            server.kill();
            assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
            server.restart();
            assertThat(value(database, "SELECT id FROM kept")).isEqualTo("42");
            server.restart();

            assertThat(value(database, "SELECT id FROM kept")).isEqualTo("42");
            assertThat(value(database, "SHOW work_mem")).isEqualTo("7MB");
        }
    }

    @Test
    void failsInModeDockerWithoutAnEngine() throws Exception {
        requireNoEngine();

        assertThat(withoutEngine("docker").output(FixtureProgram.class))
                .contains("FAILED TEST_POSTGRES=docker needs a container engine")
                .doesNotContain("RUNS ON");
    }

    @Test
    void fallsBackInModeAutoWithoutAnEngineAndSaysSo() throws Exception {
        requireNoEngine();

        assertThat(withoutEngine("auto").output(FixtureProgram.class))
                .contains("TEST_POSTGRES=auto: no container engine")
                .contains("RUNS ON EmbeddedServer: true");
    }

    @Test
    void namesTheDependencyThatModeDockerNeeds() throws Exception {
        var path =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.contains("testcontainers"))
                        .collect(Collectors.joining(File.pathSeparator));

        assertThat(in("docker").onClassPath(path).output(FixtureProgram.class))
                .contains("FAILED TEST_POSTGRES=docker needs org.testcontainers:");
    }

    @Test
    void runsOnAnExternalServerAndLeavesItRunning() throws Exception {
        try (var server = EmbeddedPostgres.start(EmbeddedPostgresSettings.temporary())) {
            var output =
                    in("external")
                            .with("TEST_POSTGRES_URL", server.jdbcUrl("postgres"))
                            .with("TEST_POSTGRES_USERNAME", server.username())
                            .with("TEST_POSTGRES_PASSWORD", server.password())
                            .output(FixtureProgram.class);

            assertThat(output).contains("RUNS ON ExternalServer: true");
            assertThat(EmbeddedPostgresIT.value(server, "SELECT 1")).isEqualTo("1");
        }
    }

    private static void requireNoEngine() {
        assumeTrue(
                Files.notExists(Path.of("/var/run/docker.sock")),
                "Not proven here: an engine may listen on /var/run/docker.sock.");
    }

    private Program withoutEngine(String kind) {
        return in(kind).with("DOCKER_HOST", "unix://" + temporary.resolve("nobody-listens.sock"))
                .with("XDG_RUNTIME_DIR", temporary.toString())
                .withOption("-Duser.home=" + temporary);
    }

    private static Program in(String kind) {
        return Program.asOurselves().with("TEST_POSTGRES", kind);
    }

    private static String value(TestDatabase database, String query) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            var isRows = statement.execute(query);
            while (!isRows) {
                isRows = statement.getMoreResults();
            }
            var rows = statement.getResultSet();
            rows.next();
            return rows.getString(1);
        }
    }
}
