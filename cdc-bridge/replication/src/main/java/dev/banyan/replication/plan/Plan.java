package dev.banyan.replication.plan;

import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.schema.CatalogueReader;
import dev.banyan.replication.schema.Selection;
import dev.banyan.replication.schema.Server;
import dev.banyan.replication.schema.Table;
import dev.banyan.replication.schema.Trigger;
import java.sql.Connection;
import java.sql.SQLException;

/// Checks whether a module can be moved, by looking only.
public final class Plan {

    private final Connection source;
    private final Connection target;
    private final PlanInput input;
    private final Findings.Collector findings = new Findings.Collector();

    private Plan(Connection source, Connection target, PlanInput input) {
        this.source = source;
        this.target = target;
        this.input = input;
    }

    /// Looks at both databases with the rights of the bridge.
    public static Findings check(Connection source, Connection target, PlanInput input)
            throws SQLException {
        Plan plan = new Plan(source, target, input);
        plan.check();
        return plan.findings.findings();
    }

    private void check() throws SQLException {
        Catalogue all = CatalogueReader.read(source, input.tables());
        checkServers(all.server());
        all.staying()
                .forEach(table ->
                        findings.note(
                                "Table '%s' stays where it is: it belongs to its database, not to the module."
                                        .formatted(table.name())));
        Catalogue moved = all.moved();
        if (moved.tables().isEmpty()) {
            findings.refuse(
                    "Module '%s' has no tables in this database. Name its schemas or tables."
                            .formatted(input.module()));
        }
        for (Table table : moved.tables()) {
            checkTable(table, moved, false);
        }
        checkFollowed();
        new CutCheck(source, moved, input.followed(), findings).check();
    }

    private void checkServers(Server here) throws SQLException {
        Server there = CatalogueReader.server(target);
        if (here.systemIdentifier().equals(there.systemIdentifier())
                && here.database().equals(there.database())) {
            findings.refuse(
                    "Source and target are the same database '%s' of the same server. Name another target."
                            .formatted(here.database()));
        }
        checkWalLevel("source", here);
        checkWalLevel("target", there);
    }

    private void checkWalLevel(String side, Server server) {
        if (!server.walLevel().equals("logical")) {
            findings.refuse(
                    "The %s has wal_level '%s', but needs 'logical'. Run there: alter system set wal_level = 'logical', and restart it."
                            .formatted(side, server.walLevel()));
        }
    }

    private void checkFollowed() throws SQLException {
        if (input.followed().isEmpty()) {
            return;
        }

        Catalogue followed = CatalogueReader.read(source, Selection.ofTables(input.followed()));
        for (Table table : followed.tables()) {
            checkTable(table, followed, true);
        }
        input.followed().stream()
                .filter(name -> !followed.has(name))
                .forEach(name ->
                        findings.refuse(
                                "Table '%s' is to be followed, but does not exist."
                                        .formatted(name)));
    }

    private void checkTable(Table table, Catalogue catalogue, boolean followed)
            throws SQLException {
        TableCheck check = new TableCheck(source, table, input, findings);
        check.checkKind();
        check.checkIdentity();
        check.checkGeneratedColumns(catalogue.server().version());
        check.checkTypes(catalogue.server().version());
        check.checkRights();
        check.checkOthers();
        if (!followed) {
            for (Trigger trigger : table.triggers()) {
                new TriggerCheck(table, trigger, catalogue, findings).check();
            }
        }
    }
}
