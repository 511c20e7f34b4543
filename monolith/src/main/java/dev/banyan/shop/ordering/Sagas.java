package dev.banyan.shop.ordering;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Stores where each saga stands, who carries it out until when, and the log of its steps. All
/// times are the database's.
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Sagas {

    /// The log has what the step came to, and the step that begins, if one does.
    private static final String MOVE =
            """
            WITH moved AS (
                UPDATE ordering.saga SET
                    direction = :direction, step = :step, tries = :tries, exit = :exit, reason = :reason,
                    lease = CASE WHEN :goesOn THEN lease END,
                    lease_until = CASE WHEN :goesOn THEN now() + make_interval(secs => :leaseSeconds) END,
                    due_at = CASE WHEN :goesOn THEN due_at
                             ELSE now() + make_interval(secs => :delayMillis::double precision / 1000) END
                WHERE order_id = :order AND lease = :lease
                  AND direction = :takenDirection AND step = :takenStep AND tries = :takenTries
                RETURNING order_id)
            INSERT INTO ordering.saga_log (order_id, step, direction, happening, detail)
            SELECT order_id, l.* FROM moved, (VALUES
                (:takenStep, :takenDirection, :happening, :detail),
                (:step, :direction, 'STARTED', NULL)) l (step, direction, happening, detail)
            WHERE :goesOn OR l.happening <> 'STARTED'
            """;

    private final JdbcClient database;
    private final NamedParameterJdbcOperations batches;

    Sagas(JdbcClient database, NamedParameterJdbcOperations batches) {
        this.database = database;
        this.batches = batches;
    }

    /// Leaves a new saga to whoever looks for sagas next.
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

    /// Starts a saga that is taken already, and notes that its first step begins.
    void start(UUID orderId, UUID lease) {
        database.sql(
                        """
                        WITH begun AS (
                            INSERT INTO ordering.saga (order_id, direction, step, tries, due_at, lease, lease_until)
                            VALUES (?, ?, ?, 0, now(), ?, now() + make_interval(secs => ?))
                            RETURNING order_id, step, direction)
                        INSERT INTO ordering.saga_log (order_id, step, direction, happening)
                        SELECT order_id, step, direction, 'STARTED' FROM begun
                        """)
                .params(
                        orderId,
                        SagaPosition.START.direction().name(),
                        SagaPosition.START.step().name(),
                        lease,
                        SagaStep.LONGEST_LEASE.toSeconds())
                .update();
    }

    /// A saga that was taken, and the step that it takes now.
    record Claimed(UUID orderId, SagaPosition position) {}

    /// Takes sagas that are due and that nobody carries out, the longest due first, and notes that
    /// their steps begin.
    List<Claimed> claim(UUID lease, int most) {
        return database.sql(
                        """
                        WITH due AS (
                            SELECT order_id FROM ordering.saga
                            WHERE direction <> 'DONE' AND due_at <= now()
                              AND (lease_until IS NULL OR lease_until < now())
                            ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED),
                        taken AS (
                            UPDATE ordering.saga s SET lease = ?, lease_until = now() + make_interval(secs => ?)
                            FROM due WHERE s.order_id = due.order_id
                            RETURNING s.order_id, s.direction, s.step, s.tries, s.exit, s.reason),
                        started AS (
                            INSERT INTO ordering.saga_log (order_id, step, direction, happening)
                            SELECT order_id, step, direction, 'STARTED' FROM taken)
                        SELECT * FROM taken
                        """)
                .params(most, lease, SagaStep.LONGEST_LEASE.toSeconds())
                .query((row, number) -> claimed(row))
                .list();
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        var exit = row.getString("exit");
        return new Claimed(
                row.getObject("order_id", UUID.class),
                new SagaPosition(
                        SagaPosition.Direction.valueOf(row.getString("direction")),
                        SagaStep.valueOf(row.getString("step")),
                        row.getInt("tries"),
                        exit == null ? null : OrderStatus.valueOf(exit),
                        row.getString("reason")));
    }

    /// How a step ended, and where its saga goes from there: on, under the same lease, or to where
    /// it waits or ends.
    record Move(
            UUID orderId,
            UUID lease,
            SagaPosition taken,
            String happening,
            @Nullable String detail,
            SagaPosition next) {}

    /// Notes the moves, and says which of them count: with the others somebody else carries out the
    /// saga by now, and nothing is done.
    boolean[] move(List<Move> moves) {
        var parameters = moves.stream().map(Sagas::parameters).toArray(SqlParameterSource[]::new);
        var rows = batches.batchUpdate(MOVE, parameters);
        var moved = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            moved[i] = rows[i] > 0;
        }
        return moved;
    }

    private static SqlParameterSource parameters(Move move) {
        var taken = move.taken();
        var next = move.next();
        var exit = next.exit();
        return new MapSqlParameterSource()
                .addValue("direction", next.direction().name())
                .addValue("step", next.step().name())
                .addValue("tries", next.tries())
                .addValue("exit", exit == null ? null : exit.name())
                .addValue("reason", next.reason())
                .addValue("goesOn", next.goesOn())
                .addValue("leaseSeconds", next.step().lease().toSeconds())
                .addValue("delayMillis", next.delay().toMillis())
                .addValue("order", move.orderId())
                .addValue("lease", move.lease())
                .addValue("takenDirection", taken.direction().name())
                .addValue("takenStep", taken.step().name())
                .addValue("takenTries", taken.tries())
                .addValue("happening", move.happening())
                .addValue("detail", move.detail());
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
}
