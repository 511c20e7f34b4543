package dev.banyan.replication.schema;

import static java.util.stream.Collectors.groupingBy;

import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads tables with everything that hangs on a single one of them.
final class TableReader {

    private static final String CHOSEN =
            """
            with recursive chosen(oid) as (
              select c.oid
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
                and (n.nspname::text = any (?)
                     or n.nspname::text || '.' || c.relname::text = any (?))
              union
              select i.inhrelid
              from chosen join pg_inherits i on i.inhparent = chosen.oid
                   join pg_class c on c.oid = i.inhrelid
              where c.relispartition
            )
            """;

    private static final String TABLES =
            CHOSEN
                    + """
                    select c.oid::bigint as oid, n.nspname::text as table_schema, c.relname::text as table_name,
                           c.relkind::text as kind, c.relpersistence::text as persistence,
                           case when c.relispartition then pn.nspname::text end as parent_schema,
                           case when c.relispartition then p.relname::text end as parent_name,
                           coalesce(pg_get_partkeydef(c.oid), '')
                             || coalesce(pg_get_expr(c.relpartbound, c.oid), '') as partitioning,
                           exists (select from pg_inherits i
                                   where (i.inhrelid = c.oid and not c.relispartition)
                                      or (i.inhparent = c.oid and c.relkind <> 'p')) as inherits,
                           pg_get_userbyid(c.relowner)::text as owner,
                           c.relreplident::text as identity,
                           c.relrowsecurity as row_security,
                           (select e.extname::text from pg_depend d join pg_extension e on e.oid = d.refobjid
                            where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
                              and d.refclassid = 'pg_extension'::regclass) as extension,
                           greatest(c.reltuples, 0)::bigint as estimated_rows,
                           case when c.relkind = 'r' then pg_table_size(c.oid) else 0 end as size_bytes
                    from chosen join pg_class c on c.oid = chosen.oid
                         join pg_namespace n on n.oid = c.relnamespace
                         left join pg_inherits i on i.inhrelid = c.oid and c.relispartition
                         left join pg_class p on p.oid = i.inhparent
                         left join pg_namespace pn on pn.oid = p.relnamespace
                    order by n.nspname::text collate "C", c.relname::text collate "C"
                    """;

    private static final String COLUMNS =
            """
            with recursive base(type, current) as (
              select distinct a.atttypid, a.atttypid from pg_attribute a
              where a.attrelid = any (?) and a.attnum > 0 and not a.attisdropped
              union all
              select b.type, case when t.typtype = 'd' then t.typbasetype else t.typelem end
              from base b join pg_type t on t.oid = b.current
              where t.typtype = 'd' or (t.typelem <> 0 and t.typcategory = 'A')
            )
            select a.attrelid::bigint as oid, a.attname::text as name,
                   format_type(a.atttypid, a.atttypmod) as type,
                   (select format_type(b.current, null) from base b join pg_type t on t.oid = b.current
                    where b.type = a.atttypid
                      and not (t.typtype = 'd' or (t.typelem <> 0 and t.typcategory = 'A'))) as element_type,
                   a.attnotnull as not_null,
                   a.attidentity::text as identity, a.attgenerated::text as generated,
                   pg_get_expr(d.adbin, d.adrelid) as expression,
                   case when a.attcollation <> 0 and a.attcollation <> domain.typcollation
                        then cn.nspname::text || '.' || co.collname::text end as collation
            from pg_attribute a
                 join pg_type domain on domain.oid = a.atttypid
                 left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                 left join pg_collation co on co.oid = a.attcollation
                 left join pg_namespace cn on cn.oid = co.collnamespace
            where a.attrelid = any (?) and a.attnum > 0 and not a.attisdropped
            order by a.attrelid, a.attnum
            """;

    private static final String INDEXES =
            """
            select i.indrelid::bigint as oid, c.relname::text as name,
                   array(select a.attname::text
                         from unnest(i.indkey::int2[]) with ordinality k(number, place)
                              join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
                         where k.place <= i.indnkeyatts order by k.place) as columns,
                   i.indisprimary as is_primary,
                   i.indpred is null and i.indexprs is null and i.indisvalid as total,
                   i.indimmediate as immediate, i.indisreplident as identity
            from pg_index i join pg_class c on c.oid = i.indexrelid
            where i.indrelid = any (?) and i.indisunique
            order by c.relname::text collate "C"
            """;

    private static final String CHECKS =
            """
            select conrelid::bigint as oid, conname::text || ' ' || pg_get_constraintdef(oid) as definition
            from pg_constraint where conrelid = any (?) and contype in ('c', 'x')
            order by conname::text collate "C"
            """;

    private static final String TRIGGERS =
            """
            select t.tgrelid::bigint as oid, t.tgname::text as name, t.tgenabled::text as enabled,
                   pn.nspname::text || '.' || p.proname::text as function,
                   t.tgtype & 1 = 1 as row_level, p.prosrc as body, l.lanname::text as language
            from pg_trigger t join pg_proc p on p.oid = t.tgfoid
                 join pg_namespace pn on pn.oid = p.pronamespace
                 join pg_language l on l.oid = p.prolang
            where t.tgrelid = any (?) and not t.tgisinternal
            order by t.tgname::text collate "C"
            """;

    private static final String PUBLICATIONS =
            """
            select c.oid::bigint as oid, p.pubname::text as name
            from pg_publication_tables p
                 join pg_namespace n on n.nspname = p.schemaname
                 join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
            where c.oid = any (?)
            order by p.pubname::text collate "C"
            """;

    private static final String SUBSCRIPTIONS =
            """
            select r.srrelid::bigint as oid, s.subname::text as name
            from pg_subscription_rel r join pg_subscription s on s.oid = r.srsubid
            where r.srrelid = any (?)
            order by s.subname::text collate "C"
            """;

    private final Connection connection;

    TableReader(Connection connection) {
        this.connection = connection;
    }

    List<Table> read(Selection selection) throws SQLException {
        List<Head> heads =
                Query.of(TABLES, selection.schemas(), selection.tables())
                        .list(connection, Head::of);
        Long[] oids = heads.stream().map(Head::oid).toArray(Long[]::new);
        var columns = byTable(Query.of(COLUMNS, oids, oids), TableReader::column);
        var indexes = byTable(Query.of(INDEXES, (Object) oids), TableReader::index);
        var checks = byTable(Query.of(CHECKS, (Object) oids), row -> row.getString("definition"));
        var triggers = byTable(Query.of(TRIGGERS, (Object) oids), TableReader::trigger);
        var publications =
                byTable(Query.of(PUBLICATIONS, (Object) oids), row -> row.getString("name"));
        var subscriptions =
                byTable(Query.of(SUBSCRIPTIONS, (Object) oids), row -> row.getString("name"));
        return heads.stream()
                .map(head ->
                        head.table(
                                columns.of(head.oid()),
                                indexes.of(head.oid()),
                                checks.of(head.oid()),
                                triggers.of(head.oid()),
                                publications.of(head.oid()),
                                subscriptions.of(head.oid())))
                .toList();
    }

    private <T> Parts<T> byTable(Query query, Query.RowMapper<T> mapper) throws SQLException {
        return Parts.of(
                query.list(connection, row -> new Part<>(row.getLong("oid"), mapper.map(row))));
    }

    private static Column column(ResultSet row) throws SQLException {
        boolean generated = !row.getString("generated").isEmpty();
        String expression = row.getString("expression");
        return new Column(
                row.getString("name"),
                row.getString("type"),
                row.getString("element_type"),
                row.getBoolean("not_null"),
                switch (row.getString("identity")) {
                    case "a" -> Column.Identity.ALWAYS;
                    case "d" -> Column.Identity.BY_DEFAULT;
                    default -> Column.Identity.NONE;
                },
                generated ? null : expression,
                generated ? expression : null,
                row.getString("collation"));
    }

    private static UniqueIndex index(ResultSet row) throws SQLException {
        return new UniqueIndex(
                row.getString("name"),
                Query.texts(row, "columns"),
                row.getBoolean("is_primary"),
                row.getBoolean("total"),
                row.getBoolean("immediate"),
                row.getBoolean("identity"));
    }

    private static Trigger trigger(ResultSet row) throws SQLException {
        return new Trigger(
                row.getString("name"),
                row.getString("function"),
                Trigger.Firing.of(row.getString("enabled")),
                row.getBoolean("row_level"),
                row.getString("body"),
                row.getString("language"));
    }

    private record Part<T>(long oid, T value) {}

    private record Parts<T>(Map<Long, List<Part<T>>> byTable) {

        static <T> Parts<T> of(List<Part<T>> parts) {
            return new Parts<>(parts.stream().collect(groupingBy(Part::oid)));
        }

        List<T> of(long oid) {
            return byTable.getOrDefault(oid, List.of()).stream().map(Part::value).toList();
        }
    }

    private record Head(
            long oid,
            TableName name,
            Table.Kind kind,
            boolean logged,
            @Nullable TableName partitionOf,
            String partitioning,
            boolean inherits,
            String owner,
            Table.ReplicaIdentity identity,
            boolean rowSecurity,
            @Nullable String extension,
            long estimatedRows,
            long sizeBytes) {

        static Head of(ResultSet row) throws SQLException {
            return new Head(
                    row.getLong("oid"),
                    CatalogueReader.name(row, "table"),
                    kind(row.getString("kind")),
                    row.getString("persistence").equals("p"),
                    row.getString("parent_name") == null
                            ? null
                            : CatalogueReader.name(row, "parent"),
                    row.getString("partitioning"),
                    row.getBoolean("inherits"),
                    row.getString("owner"),
                    identity(row.getString("identity")),
                    row.getBoolean("row_security"),
                    row.getString("extension"),
                    row.getLong("estimated_rows"),
                    row.getLong("size_bytes"));
        }

        private static Table.Kind kind(String code) {
            return switch (code) {
                case "p" -> Table.Kind.PARTITIONED;
                case "f" -> Table.Kind.FOREIGN;
                default -> Table.Kind.ORDINARY;
            };
        }

        private static Table.ReplicaIdentity identity(String code) {
            return switch (code) {
                case "n" -> Table.ReplicaIdentity.NOTHING;
                case "f" -> Table.ReplicaIdentity.FULL;
                case "i" -> Table.ReplicaIdentity.INDEX;
                default -> Table.ReplicaIdentity.DEFAULT;
            };
        }

        Table table(
                List<Column> columns,
                List<UniqueIndex> indexes,
                List<String> checks,
                List<Trigger> triggers,
                List<String> publications,
                List<String> subscriptions) {
            return new Table(
                    oid,
                    name,
                    kind,
                    logged,
                    partitionOf,
                    partitioning,
                    inherits,
                    owner,
                    identity,
                    rowSecurity,
                    extension,
                    columns,
                    indexes,
                    checks,
                    triggers,
                    publications,
                    subscriptions,
                    estimatedRows,
                    sizeBytes);
        }
    }
}
