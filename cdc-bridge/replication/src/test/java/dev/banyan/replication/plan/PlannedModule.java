package dev.banyan.replication.plan;

import dev.banyan.replication.Reader;
import dev.banyan.replication.TableName;
import dev.banyan.replication.schema.Selection;
import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/// A module that can be moved, until a test adds what cannot.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PlannedModule {

    static final String[] SCHEMA = {
        "create schema app",
        "create schema shop",
        "create table app.item (id int primary key, name text)",
        "create table app.line (id int primary key, item int references app.item)",
        "create table shop.customer (id int primary key)"
    };

    private static final String[] NOTHING = {
        "drop schema if exists app, shop cascade",
        "drop publication if exists banyan_other_forward",
        "drop foreign data wrapper if exists nowhere cascade"
    };

    private final Side first = Side.create();
    private final Side second = Side.create();
    Side source;
    Side target;

    @BeforeEach
    void emptyBothSides() throws Exception {
        source = first.run(NOTHING).run(SCHEMA);
        target = second.run(NOTHING);
    }

    Findings plan(Reader reader, String... followed) throws SQLException {
        Set<TableName> names =
                Set.copyOf(List.of(followed).stream().map(TableName::parse).toList());
        try (Connection from = source.connect();
                Connection to = target.connect()) {
            return Plan.check(
                    from,
                    to,
                    new PlanInput("app", Selection.ofSchemas("app"), names, reader, Set.of()));
        }
    }

    static List<String> texts(List<Finding> findings) {
        return findings.stream().map(Finding::text).toList();
    }

    static List<String> proposals(Findings findings) {
        return findings.all().stream()
                .filter(Finding.Proposal.class::isInstance)
                .map(Finding.Proposal.class::cast)
                .map(Finding.Proposal::action)
                .toList();
    }
}
