package dev.banyan.replication.crash;

import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.TableName;
import java.util.List;

/// The tables that are written while everything is killed.
final class CrashTables {

    static final List<String> NAMES = List.of("account", "item", "note", "scratch", "log");
    static final int ACCOUNTS = 50;
    static final long BALANCE = 1000;

    static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL)",
                    "CREATE TABLE item (id bigint PRIMARY KEY, code text UNIQUE, n int, body text)",
                    "ALTER TABLE item ALTER body SET STORAGE EXTERNAL",
                    "CREATE TABLE note (id bigint PRIMARY KEY, item bigint, text text)",
                    "CREATE TABLE scratch (id bigint PRIMARY KEY, n int)",
                    "CREATE TABLE log (at bigint, what text)",
                    "ALTER TABLE log REPLICA IDENTITY FULL");

    static final List<String> ROWS =
            List.of(
                    "INSERT INTO account SELECT i, "
                            + BALANCE
                            + " FROM generate_series(1, "
                            + ACCOUNTS
                            + ") i",
                    "INSERT INTO item SELECT i, 'c' || i, 0, repeat('b', 3000) FROM generate_series(1, 400) i",
                    "INSERT INTO note SELECT i, i, 'n' FROM generate_series(1, 3000) i");

    private CrashTables() {}

    static Link link(String name, Database source, Database target) {
        return new Link(
                name,
                source,
                target,
                NAMES.stream().map(table -> new TableName("public", table)).toList());
    }
}
