package dev.banyan.replication.fence;

import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What the fence keeps in a database: one table, one function, and the role that the function runs
/// as.
final class FenceObjects {

    /// First key of the advisory locks: the letters "bany".
    static final int LOCK_CLASS = 0x62616E79;

    static final String ROLE = "banyan_fence";

    /// The shared lock makes a closing side wait for whoever has written; the exclusive one of that
    /// side makes new writers queue instead of overtaking it. What is read then must be newer than
    /// the lock: READ COMMITTED takes a new snapshot for the statement; above it the transaction's
    /// snapshot may be older than the change, and only a row lock notices that (40001). A missing
    /// row is closed. RETURN NEW is for outboxes, whose trigger fires for each row. Locking in an
    /// expression takes 0.1 µs where the transaction has the lock already, as a statement 3.7.
    static final String FUNCTION_BODY =
            """

            declare
              is_locked boolean;
              is_here boolean;
              current_epoch bigint;
              fenced_module text;
            begin
              is_locked := pg_catalog.pg_advisory_xact_lock_shared(%d, tg_argv[0]::integer) is not null;
              if pg_catalog.current_setting('transaction_isolation') = 'read committed' then
                select f.here into is_here from banyan.fence f where f.number = tg_argv[0]::integer;
              else
                select f.here into is_here from banyan.fence f where f.number = tg_argv[0]::integer for share;
              end if;
              if is_here then
                return new;
              end if;
              select f.module, f.epoch into fenced_module, current_epoch
              from banyan.fence f where f.number = tg_argv[0]::integer;
              raise exception using
                errcode = 'BY001',
                message = pg_catalog.format('Writes of module ''%%s'' are fenced off in this database since epoch %%s.',
                                            fenced_module, current_epoch),
                detail = pg_catalog.concat(fenced_module, ' ', current_epoch),
                hint = 'Send the write to the side that owns the module.',
                schema = tg_table_schema,
                table = tg_table_name;
            end
            """
                    .formatted(LOCK_CLASS);

    private static final List<String> SCRIPT =
            List.of(
                    "create schema if not exists banyan",
                    "revoke all on schema banyan from public",
                    """
                    create table if not exists banyan.fence (
                      module text primary key,
                      number integer generated always as identity unique,
                      here boolean not null,
                      epoch bigint not null default 0 check (epoch >= 0),
                      attempt text
                    )
                    """,
                    "revoke all on banyan.fence from public",
                    """
                    do $$
                    begin
                      if not exists (select from pg_roles where rolname = 'banyan_fence') then
                        create role banyan_fence nologin;
                      end if;
                    exception when duplicate_object or unique_violation then
                      null; -- another database of this server was quicker
                    end $$
                    """,
                    """
                    do $$
                    begin
                      if not pg_has_role(current_user, 'banyan_fence', 'USAGE') then
                        execute pg_catalog.format('grant banyan_fence to %I', current_user);
                      end if;
                    end $$
                    """,
                    "grant usage, create on schema banyan to banyan_fence",
                    "grant select, update (here) on banyan.fence to banyan_fence",
                    "create or replace function banyan.fence() returns trigger language plpgsql volatile"
                            + " security definer set search_path = '' as $fence$"
                            + FUNCTION_BODY
                            + "$fence$",
                    "revoke all on function banyan.fence() from public",
                    "alter function banyan.fence() owner to banyan_fence",
                    "revoke create on schema banyan from banyan_fence");

    private FenceObjects() {}

    /// Creates what is missing; changes nothing where all is there.
    static void create(Connection connection) throws SQLException {
        if (areThere(connection)) {
            return;
        }

        Query.of("select pg_advisory_xact_lock(?, 0)", LOCK_CLASS).execute(connection);
        for (String statement : SCRIPT) {
            Query.of(statement).execute(connection);
        }
    }

    /// Whether table, function and owner are as this version makes them.
    static boolean areThere(Connection connection) throws SQLException {
        return Query.of(
                        """
                        select to_regclass('banyan.fence') is not null
                           and exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                                       where n.nspname = 'banyan' and p.proname = 'fence' and p.prosecdef
                                         and p.prosrc = ?
                                         and pg_get_userbyid(p.proowner) = 'banyan_fence'
                                         and 'search_path=""' = any (p.proconfig))
                           and not (select rolcanlogin or rolsuper from pg_roles where rolname = 'banyan_fence')
                          as there
                        """,
                        FUNCTION_BODY)
                .one(connection, row -> row.getBoolean("there"));
    }

    /// Takes everything away again: for a database that no extraction uses any more.
    static void drop(Connection connection) throws SQLException {
        Query.of("drop function if exists banyan.fence()").execute(connection);
        Query.of("drop table if exists banyan.fence").execute(connection);
        Query.of(
                        """
                        do $$
                        begin
                          if exists (select from pg_namespace where nspname = 'banyan') then
                            if exists (select from pg_roles where rolname = 'banyan_fence') then
                              revoke all on schema banyan from banyan_fence;
                            end if;
                            if not exists (select from pg_depend d join pg_namespace n on n.oid = d.refobjid
                                           where d.refclassid = 'pg_namespace'::regclass and n.nspname = 'banyan') then
                              drop schema banyan;
                            end if;
                          end if;
                          if exists (select from pg_roles where rolname = 'banyan_fence')
                             and not exists (select from pg_shdepend d join pg_roles r on r.oid = d.refobjid
                                             where d.refclassid = 'pg_authid'::regclass
                                               and r.rolname = 'banyan_fence') then
                            drop role banyan_fence;
                          end if;
                        end $$
                        """)
                .execute(connection);
    }
}
