package dev.banyan.replication.schema;

import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/// Reads what lies between tables or beside them.
final class RelatedReader {

    private static final String FOREIGN_KEYS =
            """
            select k.conname::text as name,
                   tn.nspname::text as table_schema, t.relname::text as table_name,
                   rn.nspname::text as referenced_schema, r.relname::text as referenced_name,
                   array(select a.attname::text from unnest(k.conkey) with ordinality c(number, place)
                              join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.number
                         order by c.place) as columns,
                   array(select a.attname::text from unnest(k.confkey) with ordinality c(number, place)
                              join pg_attribute a on a.attrelid = k.confrelid and a.attnum = c.number
                         order by c.place) as referenced_columns,
                   k.confdeltype::text as on_delete, k.confupdtype::text as on_update,
                   k.condeferrable as is_deferrable, k.convalidated as validated
            from pg_constraint k
                 join pg_class t on t.oid = k.conrelid join pg_namespace tn on tn.oid = t.relnamespace
                 join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace
            where k.contype = 'f' and k.conparentid = 0
              and (k.conrelid = any (?) or k.confrelid = any (?))
            order by tn.nspname::text collate "C", t.relname::text collate "C", k.conname::text collate "C"
            """;

    private static final String SEQUENCES =
            """
            with fed(sequence, relation, number) as (
              select d.objid, d.refobjid, d.refobjsubid
              from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
              where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
                and d.deptype in ('a', 'i') and d.refobjid = any (?)
              union
              select d.refobjid, f.adrelid, f.adnum
              from pg_attrdef f
                   join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid
                   join pg_class s on s.oid = d.refobjid and s.relkind = 'S'
              where d.refclassid = 'pg_class'::regclass and f.adrelid = any (?)
            )
            select n.nspname::text as sequence_schema, c.relname::text as sequence_name,
                   format_type(s.seqtypid, null) as type, s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
                   s.seqcache, s.seqcycle,
                   array(select array_to_string(array[tn.nspname, t.relname, a.attname]::text[], chr(1))
                         from fed join pg_class t on t.oid = fed.relation
                              join pg_namespace tn on tn.oid = t.relnamespace
                              join pg_attribute a on a.attrelid = t.oid and a.attnum = fed.number
                         where fed.sequence = c.oid and fed.number > 0
                         order by 1) as feeds
            from pg_sequence s join pg_class c on c.oid = s.seqrelid
                 join pg_namespace n on n.oid = c.relnamespace
            where c.relpersistence <> 't'
              and (c.oid in (select sequence from fed)
                   or n.nspname::text || '.' || c.relname::text = any (?)
                   or (n.nspname::text = any (?)
                       and not exists (select from pg_depend d
                                       where d.classid = 'pg_class'::regclass and d.objid = c.oid
                                         and d.deptype in ('a', 'i', 'e'))))
            order by n.nspname::text collate "C", c.relname::text collate "C"
            """;

    private static final String VIEWS =
            """
            with recursive below(view, relation) as (
              select distinct w.ev_class, d.refobjid
              from pg_rewrite w
                   join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
              where d.refclassid = 'pg_class'::regclass and d.refobjid <> w.ev_class
              union
              select b.view, d.refobjid
              from below b join pg_rewrite w on w.ev_class = b.relation
                   join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
              where d.refclassid = 'pg_class'::regclass and d.refobjid <> w.ev_class
            )
            select n.nspname::text as view_schema, v.relname::text as view_name, v.relkind = 'm' as materialized,
                   array_agg(tn.nspname::text order by tn.nspname::text, t.relname::text) as schemas,
                   array_agg(t.relname::text order by tn.nspname::text, t.relname::text) as names
            from below b join pg_class v on v.oid = b.view and v.relkind in ('v', 'm')
                 join pg_namespace n on n.oid = v.relnamespace
                 join pg_class t on t.oid = b.relation and t.relkind in ('r', 'p', 'f')
                 join pg_namespace tn on tn.oid = t.relnamespace
            group by n.nspname, v.relname, v.relkind
            having bool_or(t.oid = any (?))
            order by n.nspname::text collate "C", v.relname::text collate "C"
            """;

    private static final String TYPES =
            """
            with recursive used(type) as (
              select distinct a.atttypid from pg_attribute a
              where a.attrelid = any (?) and a.attnum > 0 and not a.attisdropped
              union
              select case when t.typtype = 'd' then t.typbasetype else t.typelem end
              from used u join pg_type t on t.oid = u.type
              where t.typtype = 'd' or (t.typelem <> 0 and t.typcategory = 'A')
            )
            select format_type(t.oid, null) as name, t.typtype::text as kind,
                   case t.typtype
                     when 'e' then (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
                                    from pg_enum e where e.enumtypid = t.oid)
                     when 'c' then (select string_agg(quote_ident(a.attname) || ' '
                                                        || format_type(a.atttypid, a.atttypmod),
                                                      ', ' order by a.attnum)
                                    from pg_attribute a
                                    where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
                     when 'd' then format_type(t.typbasetype, t.typtypmod)
                          || coalesce((select string_agg(' ' || pg_get_constraintdef(k.oid), '' order by k.conname)
                                       from pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '')
                          || case when t.typnotnull then ' NOT NULL' else '' end
                     when 'r' then (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid)
                     else ''
                   end as definition
            from used u join pg_type t on t.oid = u.type
                 join pg_namespace n on n.oid = t.typnamespace
            where n.nspname <> 'pg_catalog' and not (t.typelem <> 0 and t.typcategory = 'A')
            order by 1
            """;

    private final Connection connection;
    private final Long[] oids;

    RelatedReader(Connection connection, List<Table> tables) {
        this.connection = connection;
        this.oids = tables.stream().map(Table::oid).toArray(Long[]::new);
    }

    List<ForeignKey> foreignKeys() throws SQLException {
        return Query.of(FOREIGN_KEYS, oids, oids).list(connection, RelatedReader::foreignKey);
    }

    List<Sequence> sequences(Selection selection) throws SQLException {
        return Query.of(SEQUENCES, oids, oids, selection.sequences(), selection.schemas())
                .list(connection, RelatedReader::sequence);
    }

    List<View> views() throws SQLException {
        return Query.of(VIEWS, (Object) oids).list(connection, RelatedReader::view);
    }

    List<UserType> types() throws SQLException {
        return Query.of(TYPES, (Object) oids).list(connection, RelatedReader::type);
    }

    private static ForeignKey foreignKey(ResultSet row) throws SQLException {
        return new ForeignKey(
                row.getString("name"),
                CatalogueReader.name(row, "table"),
                Query.texts(row, "columns"),
                CatalogueReader.name(row, "referenced"),
                Query.texts(row, "referenced_columns"),
                ForeignKey.Action.of(row.getString("on_delete")),
                ForeignKey.Action.of(row.getString("on_update")),
                row.getBoolean("is_deferrable"),
                row.getBoolean("validated"));
    }

    private static Sequence sequence(ResultSet row) throws SQLException {
        return new Sequence(
                CatalogueReader.name(row, "sequence"),
                row.getString("type"),
                row.getLong("seqstart"),
                row.getLong("seqincrement"),
                row.getLong("seqmin"),
                row.getLong("seqmax"),
                row.getLong("seqcache"),
                row.getBoolean("seqcycle"),
                Query.texts(row, "feeds").stream().map(RelatedReader::fedColumn).toList());
    }

    private static Sequence.FedColumn fedColumn(String text) {
        String[] parts = text.split("\u0001", 3);
        return new Sequence.FedColumn(new TableName(parts[0], parts[1]), parts[2]);
    }

    private static View view(ResultSet row) throws SQLException {
        List<String> schemas = Query.texts(row, "schemas");
        List<String> names = Query.texts(row, "names");
        List<TableName> reads =
                IntStream.range(0, names.size())
                        .mapToObj(index -> new TableName(schemas.get(index), names.get(index)))
                        .toList();
        return new View(CatalogueReader.name(row, "view"), row.getBoolean("materialized"), reads);
    }

    private static UserType type(ResultSet row) throws SQLException {
        return new UserType(
                row.getString("name"),
                switch (row.getString("kind")) {
                    case "e" -> UserType.Kind.ENUM;
                    case "d" -> UserType.Kind.DOMAIN;
                    case "c" -> UserType.Kind.COMPOSITE;
                    case "r", "m" -> UserType.Kind.RANGE;
                    default -> UserType.Kind.BASE;
                },
                row.getString("definition"));
    }
}
