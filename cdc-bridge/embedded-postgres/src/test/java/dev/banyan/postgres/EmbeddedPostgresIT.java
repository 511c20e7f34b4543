package dev.banyan.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    @TempDir Path temporary;

    @Test
    void keepsRowsAndReplicationSlotInADirectoryWithABlankOverRestarts() throws Exception {
        var settings = EmbeddedPostgresSettings.in(temporary.resolve("my data"));

        try (var postgres = EmbeddedPostgres.start(settings)) {
            run(postgres, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (42)");
            run(postgres, "SELECT pg_create_logical_replication_slot('kept', 'pgoutput')");
        }

        try (var postgres = EmbeddedPostgres.start(settings)) {
            assertThat(value(postgres, "SELECT id FROM kept")).isEqualTo("42");
            assertThat(value(postgres, "SELECT slot_name FROM pg_replication_slots"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void isDurableAndListensOnLoopbackOnlyAndWithoutASocketFile() throws Exception {
        try (var postgres = EmbeddedPostgres.start(EmbeddedPostgresSettings.temporary())) {
            assertThat(
                            List.of(
                                    value(postgres, "SHOW fsync"),
                                    value(postgres, "SHOW synchronous_commit"),
                                    value(postgres, "SHOW full_page_writes"),
                                    value(postgres, "SHOW data_checksums"),
                                    value(postgres, "SHOW wal_level"),
                                    value(postgres, "SHOW listen_addresses"),
                                    value(postgres, "SHOW unix_socket_directories")))
                    .containsExactly("on", "on", "on", "on", "logical", "127.0.0.1", "");
        }
    }

    @Test
    void refusesAWrongPasswordAndKeepsTheRightOneFromOtherUsers() throws Exception {
        try (var postgres =
                EmbeddedPostgres.start(EmbeddedPostgresSettings.in(temporary.resolve("home")))) {
            var file = temporary.resolve("home").resolve("password");

            assertThat(Files.readString(file)).isEqualTo(postgres.password()).hasSize(32);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() ->
                            DriverManager.getConnection(
                                            postgres.jdbcUrl("postgres"), "postgres", "wrong")
                                    .close())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(failure.getSQLState()).isEqualTo("28P01"));
            assertThat(
                            value(
                                    postgres,
                                    "SELECT rolpassword FROM pg_authid WHERE rolname='postgres'"))
                    .startsWith("SCRAM-SHA-256$");
        }
    }

    @Test
    void deletesTemporaryDataAndStopsItsProcessOnClose() {
        var postgres = EmbeddedPostgres.start(EmbeddedPostgresSettings.temporary());
        var process = ProcessHandle.of(postgres.pid()).orElseThrow();

        postgres.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(postgres.directory()).doesNotExist();
    }

    @Test
    void keepsCommittedRowsAndItsPortOverAKill() throws Exception {
        try (var postgres = EmbeddedPostgres.start(EmbeddedPostgresSettings.temporary())) {
            run(postgres, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (42)");
            var port = postgres.port();

            postgres.kill();
            assertThat(postgres.isRunning()).isFalse();
            postgres.restart();

            assertThat(value(postgres, "SELECT id FROM kept")).isEqualTo("42");
            assertThat(postgres.port()).isEqualTo(port);
        }
    }

    @Test
    void refusesASecondInstanceOfTheSameProgramOnTheSameDirectory() throws Exception {
        var settings = EmbeddedPostgresSettings.in(temporary.resolve("home"));
        try (var first = EmbeddedPostgres.start(settings)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(settings))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining(
                            "Another program uses the database in '%s'"
                                    .formatted(temporary.resolve("home")));

            assertThat(value(first, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesDataOfAnotherMajorVersion() throws Exception {
        var data = Files.createDirectories(temporary.resolve("home").resolve("data"));
        Files.writeString(data.resolve("PG_VERSION"), "15\n");

        assertThatThrownBy(() ->
                        EmbeddedPostgres.start(
                                EmbeddedPostgresSettings.in(temporary.resolve("home"))))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("is of PostgreSQL 15, this program brings PostgreSQL 18")
                .hasMessageContaining("pg_dump of PostgreSQL 15");
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        try (var first = EmbeddedPostgres.start(EmbeddedPostgresSettings.temporary())) {
            var samePort = EmbeddedPostgresSettings.temporary().withPort(first.port());

            assertThatThrownBy(() -> EmbeddedPostgres.start(samePort))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining(
                            "127.0.0.1:%d, the port is taken".formatted(first.port()));
        }
    }

    @Test
    void repeatsWhatPostgresSaysToASettingThatItDoesNotKnow() {
        var settings =
                EmbeddedPostgresSettings.temporary()
                        .withServerSettings(Map.of("no_such_setting", "1"));

        assertThatThrownBy(() -> EmbeddedPostgres.start(settings))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
    }

    static void run(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (var connection = postgres.connect("postgres");
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static String value(EmbeddedPostgres postgres, String query) throws SQLException {
        try (var connection = postgres.connect("postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
