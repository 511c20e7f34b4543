package dev.banyan.replication.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every kind of write against a closed fence, under every isolation level, in transactions that
/// began before and after.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FenceWritesIT {

    private static final FenceSettings SETTINGS =
            new FenceSettings(
                    Duration.ofMillis(300),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60));

    private Side side;
    private Fence fence;
    private long epoch = 1;

    enum Isolation {
        READ_UNCOMMITTED(Connection.TRANSACTION_READ_UNCOMMITTED),
        READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
        REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
        SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

        private final int level;

        Isolation(int level) {
            this.level = level;
        }

        boolean keepsItsSnapshot() {
            return this == REPEATABLE_READ || this == SERIALIZABLE;
        }
    }

    @BeforeAll
    void installTheFence() throws Exception {
        side = Side.create().run(KindOfWrite.SCHEMA);
        fence = new Fence(side.database(), SETTINGS);
        fence.prepare();
        fence.register("app", true);
        assertThat(
                        new FenceTriggers(side.database(), TriggerSettings.STANDARD)
                                .install("app", side.catalogue("app").tableNames()))
                .isEmpty();
    }

    @BeforeEach
    void openTheFence() throws Exception {
        fence.open(change());
    }

    @AfterAll
    void leavesNoTrace() throws Exception {
        assertThat(new FenceTriggers(side.database(), TriggerSettings.STANDARD).remove("app"))
                .isEmpty();
        fence.drop();

        assertThat(side.number("select count(*) from pg_trigger where tgname like 'banyan%'"))
                .isZero();
        assertThat(side.number("select count(*) from pg_namespace where nspname = 'banyan'"))
                .isZero();
    }

    private FenceChange change() {
        return new FenceChange("app", epoch++, "test");
    }

    @ParameterizedTest
    @EnumSource(KindOfWrite.class)
    void letsTheOwnerWriteUnderEveryIsolation(KindOfWrite kind) throws Exception {
        for (Isolation isolation : Isolation.values()) {
            try (Connection connection = begin(isolation)) {
                kind.write(connection);

                connection.rollback();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KindOfWrite.class)
    void refusesTransactionsThatBeginAfterwards(KindOfWrite kind) throws Exception {
        FenceChange close = change();
        fence.close(close, List.of());
        String before = side.text(KindOfWrite.FINGERPRINT);

        for (Isolation isolation : Isolation.values()) {
            try (Connection connection = begin(isolation)) {
                SQLException refused =
                        catchThrowableOfType(SQLException.class, () -> kind.write(connection));

                assertThat((Object) refused).as("%s under %s", kind, isolation).isNotNull();
                assertThat(Refusal.of(refused)).contains(new Refusal("app", close.epoch()));
                connection.rollback();
            }
        }
        assertThat(side.text(KindOfWrite.FINGERPRINT)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(KindOfWrite.class)
    void refusesTransactionsWhoseSnapshotIsOlderThanTheFence(KindOfWrite kind) throws Exception {
        for (Isolation isolation : Isolation.values()) {
            fence.open(change());
            String before = side.text(KindOfWrite.FINGERPRINT);
            try (Connection connection = begin(isolation)) {
                Side.number(connection, "select count(*) from app.item");
                fence.close(change(), List.of());

                SQLException refused =
                        catchThrowableOfType(SQLException.class, () -> kind.write(connection));

                assertThat((Object) refused).as("%s under %s", kind, isolation).isNotNull();
                assertThat(refused.getSQLState())
                        .isEqualTo(isolation.keepsItsSnapshot() ? "40001" : Refusal.SQL_STATE);
                assertThat(Refusal.mayBeBehind(refused)).isTrue();
                connection.rollback();
            }
            assertThat(side.text(KindOfWrite.FINGERPRINT)).isEqualTo(before);
        }
    }

    @Test
    void letsTheBridgePass() throws Exception {
        fence.close(change(), List.of());

        try (Connection connection = begin(Isolation.READ_COMMITTED)) {
            Side.run(connection, "set local session_replication_role = replica");
            for (KindOfWrite kind : KindOfWrite.values()) {
                kind.write(connection);
            }
            connection.rollback();
        }
    }

    private Connection begin(Isolation isolation) throws SQLException {
        Connection connection = side.application();
        connection.setTransactionIsolation(isolation.level);
        connection.setAutoCommit(false);
        return connection;
    }
}
