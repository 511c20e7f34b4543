package dev.banyan.replication.plan;

import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.schema.ForeignKey;
import dev.banyan.replication.schema.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the move would cut through: foreign keys and joins between the module and its neighbours.
final class CutCheck {

    private static final String TABLES =
            """
            select n.nspname::text as schema, c.relname::text as name
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and c.relpersistence = 'p'
              and n.nspname not in ('pg_catalog', 'information_schema', 'banyan', 'banyan_outbox')
            """;

    private static final String FUNCTIONS =
            """
            select p.oid::regprocedure::text as name, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as body
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                 join pg_language l on l.oid = p.prolang
            where l.lanname in ('sql', 'plpgsql') and p.prokind in ('f', 'p')
              and n.nspname not in ('pg_catalog', 'information_schema', 'banyan')
              and not exists (select from pg_depend d
                              where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
            order by 1
            """;

    private final Connection source;
    private final Catalogue module;
    private final Set<TableName> followed;
    private final Findings.Collector findings;

    CutCheck(
            Connection source,
            Catalogue module,
            Set<TableName> followed,
            Findings.Collector findings) {
        this.source = source;
        this.module = module;
        this.followed = followed;
        this.findings = findings;
    }

    void check() throws SQLException {
        for (ForeignKey foreignKey : module.foreignKeys()) {
            checkForeignKey(foreignKey);
        }
        module.views().forEach(this::checkView);
        Set<TableName> neighbours = neighbours();
        checkFunctions(neighbours);
        checkStatements(neighbours);
    }

    private void checkForeignKey(ForeignKey foreignKey) {
        boolean from = module.has(foreignKey.table());
        boolean to = module.has(foreignKey.referenced());
        if (from && !to) {
            checkOutgoing(foreignKey);
        } else if (to && !from) {
            findings.ask(
                    foreignKey.name(),
                    "Foreign key '%s' leads from '%s' into the module, to '%s': after the move nothing enforces it; each diff looks for orphans."
                            .formatted(
                                    foreignKey.name(),
                                    foreignKey.table(),
                                    foreignKey.referenced()));
        }
    }

    private void checkOutgoing(ForeignKey foreignKey) {
        if (foreignKey.onDelete().writes() || foreignKey.onUpdate().writes()) {
            findings.refuse(
                    "Foreign key '%s' leads from '%s' out of the module with ON DELETE %s ON UPDATE %s: the fence would refuse changes of '%s'. Replace the rule by NO ACTION first."
                            .formatted(
                                    foreignKey.name(),
                                    foreignKey.table(),
                                    foreignKey.onDelete().sql(),
                                    foreignKey.onUpdate().sql(),
                                    foreignKey.referenced()));
        }
        if (followed.contains(foreignKey.referenced())) {
            findings.ask(
                    foreignKey.name(),
                    "Foreign key '%s' leads from '%s' out of the module, to '%s': across databases nothing enforces it; each diff looks for orphans."
                            .formatted(
                                    foreignKey.name(),
                                    foreignKey.table(),
                                    foreignKey.referenced()));
        } else {
            findings.refuse(
                    "Foreign key '%s' leads from '%s' out of the module, to '%s', which is not followed."
                            .formatted(
                                    foreignKey.name(),
                                    foreignKey.table(),
                                    foreignKey.referenced()));
            findings.follow(foreignKey.referenced(), "Foreign key '" + foreignKey.name() + "'");
        }
    }

    private void checkView(View view) {
        refuseJoin(
                "View '" + view.name() + "'",
                view.reads().stream().filter(table -> !isInside(table)).toList());
    }

    private void checkFunctions(Set<TableName> neighbours) throws SQLException {
        record Function(String name, String body) {}
        List<Function> functions =
                Query.of(FUNCTIONS)
                        .list(
                                source,
                                row -> new Function(row.getString("name"), row.getString("body")));
        for (Function function : functions) {
            checkText(
                    "Function '" + function.name() + "'",
                    function.name(),
                    function.body(),
                    neighbours);
        }
    }

    private void checkStatements(Set<TableName> neighbours) throws SQLException {
        List<String> views =
                Query.of(
                                """
                                select n.nspname::text as schema
                                from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                                where e.extname = 'pg_stat_statements'
                                  and exists (select from pg_settings where name = 'pg_stat_statements.max')
                                """)
                        .list(source, row -> row.getString("schema"));
        if (views.isEmpty()) {
            findings.note(
                    "Extension 'pg_stat_statements' is not there: joins in the application's own statements are not seen. Name the tables that the module reads as followed.");
            return;
        }

        String statements =
                "select s.queryid::text as id, s.query from %s.pg_stat_statements s where s.dbid = (select oid from pg_database where datname = current_database())"
                        .formatted(TableName.quoted(views.getFirst()));
        record Statement(String id, String text) {}
        for (Statement statement :
                Query.of(statements)
                        .list(
                                source,
                                row ->
                                        new Statement(
                                                row.getString("id"), row.getString("query")))) {
            checkText(
                    "Statement " + statement.id() + " of pg_stat_statements",
                    "statement:" + statement.id(),
                    statement.text(),
                    neighbours);
        }
    }

    /// Found in text, so a question rather than a refusal: the text may name something else.
    private void checkText(String where, String name, String body, Set<TableName> neighbours) {
        List<StatementText.Mention> read = new StatementText(body).read();
        boolean readsModule =
                read.stream().anyMatch(mention -> mention.isOneOf(module.tableNames()));
        List<TableName> outside =
                neighbours.stream()
                        .filter(table ->
                                read.stream()
                                        .filter(mention -> !mention.isOneOf(module.tableNames()))
                                        .anyMatch(mention -> mention.means(table)))
                        .sorted()
                        .toList();
        if (readsModule && !outside.isEmpty()) {
            findings.ask(
                    name,
                    "%s names tables of the module together with %s, which %s not followed."
                            .formatted(where, quoted(outside), outside.size() == 1 ? "is" : "are"));
            outside.forEach(table -> findings.follow(table, where));
        }
    }

    private void refuseJoin(String where, List<TableName> outside) {
        if (!outside.isEmpty()) {
            findings.refuse(
                    "%s joins the module with %s, which %s not followed."
                            .formatted(where, quoted(outside), outside.size() == 1 ? "is" : "are"));
            outside.forEach(table -> findings.follow(table, where));
        }
    }

    private boolean isInside(TableName table) {
        return module.has(table) || followed.contains(table);
    }

    private Set<TableName> neighbours() throws SQLException {
        return Query.of(TABLES)
                .list(source, row -> new TableName(row.getString("schema"), row.getString("name")))
                .stream()
                .filter(table -> !isInside(table))
                .collect(Collectors.toSet());
    }

    private static String quoted(List<TableName> tables) {
        return tables.stream().map(table -> "'" + table + "'").collect(Collectors.joining(", "));
    }
}
