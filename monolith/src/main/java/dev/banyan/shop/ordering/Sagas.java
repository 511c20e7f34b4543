package dev.banyan.shop.ordering;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Stores where each saga stands, who carries it out until when, and the log of its steps. All
/// times are the database's.
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Sagas {

    private final JdbcClient database;

    Sagas(JdbcClient database) {
        this.database = database;
    }

    void start(UUID orderId) {
        database.sql(
                        """
                        INSERT INTO ordering.saga (order_id, direction, step, tries, due_at)
                        VALUES (?, ?, ?, 0, now())
                        """)
                .params(
                        orderId,
                        SagaPosition.START.direction().name(),
                        SagaPosition.START.step().name())
                .update();
    }

    /// Takes sagas that are due and that nobody carries out, the longest due first.
    List<UUID> claim(UUID lease, int most) {
        return database.sql(
                        """
                        UPDATE ordering.saga SET lease = ?, lease_until = now() + interval '15 seconds'
                        WHERE order_id IN (
                            SELECT order_id FROM ordering.saga
                            WHERE direction <> 'DONE' AND due_at <= now()
                              AND (lease_until IS NULL OR lease_until < now())
                            ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
                        RETURNING order_id
                        """)
                .params(lease, most)
                .query((row, number) -> row.getObject("order_id", UUID.class))
                .list();
    }

    /// Locks a saga and says where it stands, if it is still carried out under that lease.
    Optional<SagaPosition> lock(UUID orderId, UUID lease) {
        return database.sql(
                        """
                        SELECT direction, step, tries, exit, reason FROM ordering.saga
                        WHERE order_id = ? AND lease = ? AND direction <> 'DONE' FOR UPDATE
                        """)
                .params(orderId, lease)
                .query((row, number) ->
                        new SagaPosition(
                                SagaPosition.Direction.valueOf(row.getString("direction")),
                                SagaStep.valueOf(row.getString("step")),
                                row.getInt("tries"),
                                status(row.getString("exit")),
                                row.getString("reason")))
                .optional();
    }

    /// Goes on at once, under the same lease.
    void goOn(UUID orderId, SagaPosition position) {
        store(orderId, position);
        database.sql(
                        "UPDATE ordering.saga SET lease_until = now() + make_interval(secs => ?) WHERE order_id = ?")
                .params(position.step().lease().toSeconds(), orderId)
                .update();
        log(orderId, position, "STARTED", null);
    }

    /// Lets go of a saga, until it is due again or for good.
    void letGo(UUID orderId, SagaPosition position) {
        store(orderId, position);
        database.sql(
                        """
                        UPDATE ordering.saga SET lease = NULL, lease_until = NULL,
                            due_at = now() + make_interval(secs => ?::double precision / 1000)
                        WHERE order_id = ?
                        """)
                .params(position.delay().toMillis(), orderId)
                .update();
    }

    /// Ends a lease before its time, where it is still held.
    void giveBack(UUID orderId, UUID lease) {
        database.sql(
                        """
                        UPDATE ordering.saga SET lease = NULL, lease_until = NULL
                        WHERE order_id = ? AND lease = ?
                        """)
                .params(orderId, lease)
                .update();
    }

    void log(UUID orderId, SagaPosition position, String happening, @Nullable String detail) {
        database.sql(
                        """
                        INSERT INTO ordering.saga_log (order_id, step, direction, happening, detail)
                        VALUES (?, ?, ?, ?, ?)
                        """)
                .param(orderId)
                .param(position.step().name())
                .param(position.direction().name())
                .param(happening)
                .param(detail)
                .update();
    }

    private void store(UUID orderId, SagaPosition position) {
        var exit = position.exit();
        database.sql(
                        """
                        UPDATE ordering.saga SET direction = ?, step = ?, tries = ?, exit = ?, reason = ?
                        WHERE order_id = ?
                        """)
                .param(position.direction().name())
                .param(position.step().name())
                .param(position.tries())
                .param(exit == null ? null : exit.name())
                .param(position.reason())
                .param(orderId)
                .update();
    }

    private static @Nullable OrderStatus status(@Nullable String name) {
        return name == null ? null : OrderStatus.valueOf(name);
    }
}
