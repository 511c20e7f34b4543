package dev.banyan.replication;

/// pgbench's tables at a small scale, its history identified by the whole row as a plan proposes.
final class BenchTables {

    static final int ACCOUNTS = 1_000;

    static final int TELLERS = 10;

    static final String[] NAMES = {
        "public.pgbench_accounts",
        "public.pgbench_branches",
        "public.pgbench_history",
        "public.pgbench_tellers"
    };

    static final String[] SCHEMA = {
        "create table pgbench_branches (bid int primary key, bbalance int, filler char(88))",
        "create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84))",
        "create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84))",
        "create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))",
        "alter table pgbench_history replica identity full",
        "create sequence transfers"
    };

    static final String[] ROWS = {
        "insert into pgbench_branches values (1, 0)",
        "insert into pgbench_tellers select tid, 1, 0 from generate_series(1, " + TELLERS + ") tid",
        "insert into pgbench_accounts select aid, 1, 0, '' from generate_series(1, "
                + ACCOUNTS
                + ") aid",
        "analyze"
    };

    private BenchTables() {}
}
