package dev.banyan.architecture.offenders.sqltext.orders;

import org.springframework.jdbc.core.simple.JdbcClient;

class Report {
    private static final String JOINED =
            """
            select o.id, s.level
            from orders.placed o join stock.item s on s.id = o.item
            """;

    private final JdbcClient jdbc;

    Report(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long count() {
        return jdbc.sql(JOINED).query(Long.class).list().size();
    }
}
