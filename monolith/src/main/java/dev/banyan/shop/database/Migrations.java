package dev.banyan.shop.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/// Brings each module's schema up to date, with a history table inside that schema, so that a
/// schema can be moved elsewhere as it stands. Roles get rights on the rows of their own schema
/// only; the tables stay with the login, which alone changes them.
///
/// It uses connections of its own: those of the pool have no right to change a schema.
final class Migrations implements FlywayMigrationStrategy {

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);
    static final String HISTORY = "flyway_schema_history";

    private final JdbcConnectionDetails database;
    private final DatabaseSettings settings;
    private final ModuleRoles roles;
    private final RetiredModules retired;

    Migrations(
            JdbcConnectionDetails database,
            DatabaseSettings settings,
            ModuleRoles roles,
            RetiredModules retired) {
        this.database = database;
        this.settings = settings;
        this.roles = roles;
        this.retired = retired;
    }

    @Override
    public void migrate(Flyway flyway) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            prepareEvents(connection, statement);
            for (String module : settings.modules()) {
                prepare(statement, module);
                if (!retired.contains(module)) {
                    migrate(flyway, module);
                    grant(statement, module);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Cannot prepare the schemas and roles of the shop as '%s' on '%s'. The login must own the database and hold CREATEROLE, or be a superuser."
                            .formatted(database.getUsername(), database.getJdbcUrl()),
                    e);
        }
        log.info("Schemas are up to date: {}; retired: {}", settings.modules(), retired.names());
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.getJdbcUrl(), database.getUsername(), database.getPassword());
    }

    /// The schema of the registry of events is made by its library, which runs with this role.
    private void prepareEvents(Connection connection, Statement statement) throws SQLException {
        create(statement, roles.events());
        create(statement, roles.publisher());
        statement.execute(
                "GRANT CREATE ON DATABASE %s TO %s"
                        .formatted(
                                statement.enquoteIdentifier(connection.getCatalog(), true),
                                roles.events()));
    }

    private void prepare(Statement statement, String module) throws SQLException {
        String role = roles.of(module);
        create(statement, role);
        statement.execute(
                """
                CREATE SCHEMA IF NOT EXISTS %1$s;
                GRANT %3$s TO %2$s;
                GRANT USAGE ON SCHEMA %1$s TO %2$s;
                ALTER DEFAULT PRIVILEGES IN SCHEMA %1$s
                    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %2$s;
                ALTER DEFAULT PRIVILEGES IN SCHEMA %1$s
                    GRANT USAGE, SELECT ON SEQUENCES TO %2$s
                """
                        .formatted(module, role, roles.publisher()));
    }

    /// Roles belong to the server, so another database, or another process, may have made it.
    private void create(Statement statement, String role) throws SQLException {
        statement.execute(
                """
                DO $$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                        CREATE ROLE %1$s NOLOGIN;
                    END IF;
                    IF NOT pg_has_role(current_user, '%1$s', 'SET') THEN
                        GRANT %1$s TO CURRENT_USER WITH INHERIT FALSE, SET TRUE;
                    END IF;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                END $$
                """
                        .formatted(role));
    }

    private void migrate(Flyway flyway, String module) {
        Flyway.configure()
                .configuration(flyway.getConfiguration())
                .dataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword())
                .locations("classpath:db/banyan-outbox", "classpath:db/migration/" + module)
                .schemas(module)
                .defaultSchema(module)
                .table(HISTORY)
                .load()
                .migrate();
    }

    private void grant(Statement statement, String module) throws SQLException {
        statement.execute(
                "REVOKE ALL ON %s.%s FROM %s".formatted(module, HISTORY, roles.of(module)));
    }
}
