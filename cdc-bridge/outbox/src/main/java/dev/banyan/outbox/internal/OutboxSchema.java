package dev.banyan.outbox.internal;

import dev.banyan.outbox.OutboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/// Creates and updates the schema `banyan_outbox`, one instance at a time.
final class OutboxSchema implements InitializingBean {

    private static final int NEWEST = 2;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final OutboxSettings settings;
    private final Collection<String> publishers;

    OutboxSchema(
            JdbcTemplate jdbc,
            TransactionOperations transaction,
            OutboxSettings settings,
            Collection<String> publishers) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.settings = settings;
        this.publishers = publishers;
    }

    @Override
    public void afterPropertiesSet() {
        transaction.executeWithoutResult(status -> prepare());
    }

    private void prepare() {
        if (!settings.createSchema()) {
            check();
            return;
        }
        jdbc.query(
                "select pg_advisory_xact_lock(hashtextextended('banyan_outbox.schema', 0))",
                result -> {});
        for (int version = version() + 1; version <= NEWEST; version++) {
            jdbc.execute(script(version));
        }
        publishers.forEach(this::createLeaf);
        settings.grantTo().forEach(this::grant);
    }

    private void check() {
        if (version() < NEWEST) {
            throw new IllegalStateException(
                    "Schema 'banyan_outbox' has version %d, needed is %d, and 'banyan.outbox.create-schema' is false. Run dev/banyan/outbox/V%d.sql of the jar."
                            .formatted(version(), NEWEST, version() + 1));
        }
        var missing = publishers.stream().filter(module -> !exists("event_" + module)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "Schema 'banyan_outbox' has no event table for the modules %s. Create them as the README says."
                            .formatted(missing));
        }
    }

    private int version() {
        if (!exists("schema_version")) {
            return 0;
        }
        var version =
                jdbc.queryForObject(
                        "select max(version) from banyan_outbox.schema_version", Integer.class);
        return version == null ? 0 : version;
    }

    private boolean exists(String table) {
        return Tables.exists(jdbc, "banyan_outbox." + table);
    }

    /// The name is checked: letters, digits and underscores.
    private void createLeaf(String module) {
        if (!exists("event_" + module)) {
            jdbc.execute(
                    "create table banyan_outbox.event_%1$s partition of banyan_outbox.event for values in ('%1$s')"
                            .formatted(module));
        }
    }

    /// No right on the root: a statement there would pass by the fences of the modules.
    private void grant(String role) {
        jdbc.execute("grant usage on schema banyan_outbox to \"%s\"".formatted(role));
        jdbc.execute(
                """
                grant select, insert, update, delete on banyan_outbox.delivery,
                  banyan_outbox.event_publication, banyan_outbox.event_publication_archive to "%s"
                """
                        .formatted(role));
        jdbc.execute("grant select on banyan_outbox.held to \"%s\"".formatted(role));
        publishers.forEach(module ->
                jdbc.execute(
                        "grant insert on banyan_outbox.event_%s to \"%s\""
                                .formatted(module, role)));
    }

    private static String script(int version) {
        try {
            return new ClassPathResource("dev/banyan/outbox/V%d.sql".formatted(version))
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "Script %d of schema 'banyan_outbox' is unreadable.".formatted(version),
                    unreadable);
        }
    }
}
