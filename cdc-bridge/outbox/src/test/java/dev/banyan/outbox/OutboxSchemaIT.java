package dev.banyan.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.outbox.shop.ordering.LineAdded;
import dev.banyan.postgres.test.PostgresServer;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

class OutboxSchemaIT {

    private static final String ROLE = "module_" + UUID.randomUUID().toString().replace("-", "");

    private static RunningShop shop;

    @BeforeAll
    static void start() {
        var database = PostgresServer.shared().createDatabase();
        new JdbcTemplate(database.dataSource()).execute("create role " + ROLE);
        shop = RunningShop.on(database, "banyan.outbox.grant-to=" + ROLE);
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void letsTheRoleOfAModulePublish() {
        shop.bean(TransactionTemplate.class)
                .executeWithoutResult(status -> {
                    shop.jdbc().execute("set local role " + ROLE);
                    shop.context().publishEvent(new LineAdded(new UUID(8, 8), "by-role", 1));
                });

        shop.awaitNothingUnfinished();
        assertThat(shop.reserved("by-role")).containsExactly(1);
    }

    @Test
    void givesTheRoleNoRightOnTheRootOfTheOutbox() {
        assertThat(
                        shop.jdbc()
                                .queryForObject(
                                        "select has_table_privilege(?, 'banyan_outbox.event', 'insert')",
                                        Boolean.class,
                                        ROLE))
                .isFalse();
    }

    @Test
    void letsATriggerOnTheTableOfAModuleRefuseItsEvents() {
        shop.jdbc()
                .execute(
                        """
                        create function public.refuse() returns trigger language plpgsql as $$
                        begin raise exception using errcode = 'BY001', message = 'fenced'; end $$;
                        create trigger fence before insert on banyan_outbox.event_ordering
                          for each statement execute function public.refuse()
                        """);

        assertThatThrownBy(() -> shop.orders().addLine("fenced")).hasStackTraceContaining("fenced");

        shop.jdbc().execute("drop trigger fence on banyan_outbox.event_ordering");
        assertThat(shop.count("banyan_outbox.delivery where subject = 'fenced'")).isZero();
        assertThat(shop.count("ordering.orders where id = 'fenced'")).isZero();
    }
}
