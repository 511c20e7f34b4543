package dev.banyan.replication.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final Side side = Side.create();
    private final Fence fence = new Fence(side.database(), SETTINGS);
    private final Map<Isolation, Connection> connections = new EnumMap<>(Isolation.class);
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
        side.run(KindOfWrite.SCHEMA);
        fence.prepare();
        fence.register("app", true);
        assertThat(
                        new FenceTriggers(side.database(), TriggerSettings.STANDARD)
                                .install("app", side.catalogue("app").tableNames()))
                .isEmpty();
        for (Isolation isolation : Isolation.values()) {
            connections.put(isolation, connect(isolation));
        }
    }

    @BeforeEach
    void openTheFence() throws Exception {
        fence.open(change());
    }

    @AfterAll
    void leavesNoTrace() throws Exception {
        for (Connection connection : connections.values()) {
            connection.close();
        }
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
        for (Connection connection : connections.values()) {
            kind.write(connection);

            connection.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource(KindOfWrite.class)
    void survivesF01RefusesEveryWriteWhereTheModuleIsNotOwned(KindOfWrite kind) throws Exception {
        FenceChange close = change();
        fence.close(close, List.of());
        String before = side.text(KindOfWrite.FINGERPRINT);

        for (Isolation isolation : Isolation.values()) {
            SQLException refused = refusal(kind, isolation);

            assertThat(Refusal.of(refused)).contains(new Refusal("app", close.epoch()));
        }
        assertThat(side.text(KindOfWrite.FINGERPRINT)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(KindOfWrite.class)
    void refusesTransactionsWhoseSnapshotIsOlderThanTheFence(KindOfWrite kind) throws Exception {
        String before = side.text(KindOfWrite.FINGERPRINT);
        for (Connection connection : connections.values()) {
            Side.number(connection, "select count(*) from app.item");
        }
        fence.close(change(), List.of());

        for (Isolation isolation : Isolation.values()) {
            SQLException refused = refusal(kind, isolation);

            assertThat(refused.getSQLState())
                    .isEqualTo(isolation.keepsItsSnapshot() ? "40001" : Refusal.SQL_STATE);
            assertThat(Refusal.mayBeBehind(refused)).isTrue();
        }
        assertThat(side.text(KindOfWrite.FINGERPRINT)).isEqualTo(before);
    }

    private SQLException refusal(KindOfWrite kind, Isolation isolation) throws SQLException {
        Connection connection = Objects.requireNonNull(connections.get(isolation));
        SQLException refused =
                catchThrowableOfType(SQLException.class, () -> kind.write(connection));

        assertThat((Object) refused).as("%s under %s", kind, isolation).isNotNull();
        connection.rollback();
        return refused;
    }

    @Test
    void letsTheBridgePass() throws Exception {
        fence.close(change(), List.of());

        Connection connection = Objects.requireNonNull(connections.get(Isolation.READ_COMMITTED));
        Side.run(connection, "set local session_replication_role = replica");
        for (KindOfWrite kind : KindOfWrite.values()) {
            kind.write(connection);
        }
        connection.rollback();
    }

    private Connection connect(Isolation isolation) {
        try {
            Connection connection = side.application();
            connection.setTransactionIsolation(isolation.level);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
