package dev.banyan.replication.schema;

/// What the catalogue is asked about tables; all but the first take their numbers.
final class TableSql {

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

    static final String TABLES =
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

    static final String COLUMNS =
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

    static final String INDEXES =
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

    static final String CHECKS =
            """
            select conrelid::bigint as oid, conname::text || ' ' || pg_get_constraintdef(oid) as definition
            from pg_constraint where conrelid = any (?) and contype in ('c', 'x')
            order by conname::text collate "C"
            """;

    static final String TRIGGERS =
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

    static final String PUBLICATIONS =
            """
            select c.oid::bigint as oid, p.pubname::text as name
            from pg_publication_tables p
                 join pg_namespace n on n.nspname = p.schemaname
                 join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
            where c.oid = any (?)
            order by p.pubname::text collate "C"
            """;

    static final String SUBSCRIPTIONS =
            """
            select r.srrelid::bigint as oid, s.subname::text as name
            from pg_subscription_rel r join pg_subscription s on s.oid = r.srsubid
            where r.srrelid = any (?)
            order by s.subname::text collate "C"
            """;

    private TableSql() {}
}
