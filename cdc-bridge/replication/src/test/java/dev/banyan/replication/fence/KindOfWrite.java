package dev.banyan.replication.fence;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/// Every way to write a table that PostgreSQL has.
enum KindOfWrite {
    INSERT("insert into app.item (id, name) values (100, 'new')"),
    UPDATE("update app.item set name = 'changed' where id = 1"),
    DELETE("delete from app.lonely where id = 1"),
    TRUNCATE("truncate app.lonely"),
    COPY("") {
        @Override
        void write(Connection connection) throws SQLException {
            try {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy app.item (id, name) from stdin",
                                new StringReader("101\tcopied\n"));
            } catch (IOException failure) {
                throw new SQLException(failure);
            }
        }
    },
    FUNCTION("select app.rename(1)"),
    PREPARED("") {
        @Override
        void write(Connection connection) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement("update app.item set name = ? where id = ?")) {
                statement.unwrap(org.postgresql.PGStatement.class).setPrepareThreshold(-1);
                statement.setString(1, "prepared");
                statement.setInt(2, 1);
                statement.execute();
            }
        }
    },
    PARTITION_ROOT("insert into app.part (id, name) values (3, 'root')"),
    LEAF("insert into app.part_low (id, name) values (4, 'leaf')"),
    LEAF_TRUNCATE("truncate app.part_low"),
    ON_CONFLICT(
            "insert into app.item values (1, 'x') on conflict (id) do update set name = 'upserted'"),
    MERGE(
            "merge into app.item i using (values (1, 'merged')) v(id, name) on i.id = v.id"
                    + " when matched then update set name = v.name"),
    COMMON_TABLE_EXPRESSION(
            "with gone as (delete from app.lonely returning id) select count(*) from gone"),
    VIEW("update app.items set name = 'viewed' where id = 1"),
    CASCADE("delete from app.item where id = 1"),
    ZERO_ROWS("update app.item set name = 'nobody' where false"),
    TRIGGER("insert into public.noted values (1)"),
    DO_BLOCK("do $$ begin update app.item set name = 'block' where id = 1; end $$");

    static final String[] SCHEMA = {
        "create schema app",
        "create table app.item (id int primary key, name text)",
        "create table app.line (id int primary key, item int references app.item on delete cascade)",
        "create table app.lonely (id int primary key)",
        "create table app.part (id int primary key, name text) partition by range (id)",
        "create table app.part_low partition of app.part for values from (0) to (1000)",
        "create table app.part_high partition of app.part for values from (1000) to (2000)"
                + " partition by range (id)",
        "create table app.part_higher partition of app.part_high for values from (1000) to (2000)",
        "create view app.items as select * from app.item",
        "create function app.rename(which int) returns void language sql as"
                + " $$ update app.item set name = 'renamed' where id = which $$",
        "create table public.noted (id int)",
        "create function app.note() returns trigger language plpgsql as"
                + " $$ begin update app.item set name = 'triggered' where id = 1; return new; end $$",
        "create trigger note after insert on public.noted for each row execute function app.note()",
        "insert into app.item values (1, 'one'), (2, 'two')",
        "insert into app.line values (1, 1)",
        "insert into app.lonely values (1), (2)",
        "insert into app.part values (1, 'one'), (1500, 'high')"
    };

    /// All rows of all tables, and where they lie: changes with any write, be it to the same value.
    static final String FINGERPRINT =
            """
            select md5(string_agg(r, ';' order by r)) from (
              select 'item' || xmin || ctid || t as r from app.item t
              union all select 'line' || xmin || ctid || t from app.line t
              union all select 'lonely' || xmin || ctid || t from app.lonely t
              union all select 'part' || tableoid || xmin || ctid || t from app.part t
              union all select 'noted' || xmin || ctid || t from public.noted t) rows
            """;

    private final String sql;

    KindOfWrite(String sql) {
        this.sql = sql;
    }

    void write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
