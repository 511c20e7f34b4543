package dev.banyan.ledger.internal;

import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.FenceReading;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerView;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.ReadableDuration;
import dev.banyan.ledger.Step;
import dev.banyan.routing.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rows of extractions and attempts. What may change is decided by `Extraction` alone; here its
/// row is locked, the clock read behind the lock, and the result written.
final class Extractions {

    private Extractions() {}

    static Optional<Extraction> locked(Connection connection, String module) throws SQLException {
        return Optional.ofNullable(
                Sql.first(
                        connection,
                        row -> LedgerJson.read(row.getString(1), Extraction.class),
                        "SELECT state FROM banyan.extraction WHERE module = ? FOR UPDATE",
                        module));
    }

    static Step change(Connection connection, Extraction before, Change change, UUID id, Note note)
            throws SQLException {
        var told = withFence(connection, before, change);
        var step = before.after(told, Sql.now(connection));
        if (step instanceof Step.Taken taken) {
            return new Step.Taken(write(connection, taken, told, id, note), taken.visible());
        }
        return step;
    }

    private static Change withFence(Connection connection, Extraction before, Change change)
            throws SQLException {
        boolean asked =
                change instanceof Change.Pass
                        && before.owner() == Side.CONTROL
                        && before.attempt() != null
                        && before.attempt().kind() == AttemptKind.SWITCH_WRITES;
        return asked && change instanceof Change.Pass pass
                ? new Change.Pass(pass.id(), pass.holder(), fence(connection, before.module()))
                : change;
    }

    private static @Nullable FenceReading fence(Connection connection, String module)
            throws SQLException {
        var there =
                Sql.first(
                        connection,
                        row -> row.getBoolean(1),
                        "SELECT to_regclass('banyan.fence') IS NOT NULL");
        if (!Boolean.TRUE.equals(there)) {
            return null;
        }
        return Sql.first(
                connection,
                row -> new FenceReading(row.getBoolean(1), row.getLong(2), row.getString(3)),
                "SELECT here, epoch, attempt FROM banyan.fence WHERE module = ? FOR SHARE",
                module);
    }

    static Extraction write(
            Connection connection, Step.Taken taken, Change change, UUID id, Note note)
            throws SQLException {
        var next = taken.extraction();
        var stamped = taken.visible() ? next.atVersion(grow(connection, change)) : next;
        if (update(connection, stamped) != 1) {
            throw new SQLException("The extraction of '%s' is gone.".formatted(stamped.module()));
        }
        if (!(change instanceof Change.Renew)) {
            Journal.write(connection, stamped, JournalWords.of(change), id, note);
        }
        return stamped;
    }

    private static long grow(Connection connection, Change change) throws SQLException {
        long above = change instanceof Change.Recover recover ? recover.aboveVersion() : 0;
        return Sql.list(
                        connection,
                        row -> row.getLong(1),
                        """
                        WITH grown AS (
                            UPDATE banyan.ledger
                            SET version = greatest(version, ?) + 1, mark = gen_random_uuid()
                            RETURNING version)
                        SELECT version, pg_notify(?, version::text) FROM grown
                        """,
                        above,
                        Ledger.VERSION_CHANNEL)
                .getFirst();
    }

    /// Both rows in one statement: writers wait for some of these changes.
    private static int update(Connection connection, Extraction extraction) throws SQLException {
        var state = LedgerJson.write(extraction);
        var attempt = extraction.attempt();
        if (attempt == null) {
            return Sql.update(
                    connection,
                    "UPDATE banyan.extraction SET state = ?::jsonb WHERE module = ?",
                    state,
                    extraction.module());
        }
        return Sql.update(
                connection,
                """
                WITH written AS (
                    UPDATE banyan.extraction SET state = ?::jsonb WHERE module = ? RETURNING module)
                INSERT INTO banyan.attempt (id, module, body)
                SELECT ?, module, ?::jsonb FROM written
                ON CONFLICT (id) DO UPDATE SET body = excluded.body
                """,
                state,
                extraction.module(),
                attempt.id(),
                LedgerJson.write(attempt));
    }

    /// Makes a module known, with the first version of its part.
    static Extraction insert(
            Connection connection, Extraction planned, String part, UUID id, Note note)
            throws SQLException {
        var stamped = planned.atVersion(grow(connection, new Change.Replan(planned.traffic())));
        Sql.update(
                connection,
                """
                INSERT INTO banyan.extraction (module, state, part, part_version)
                VALUES (?, ?::jsonb, ?::jsonb, 1)
                """,
                stamped.module(),
                LedgerJson.write(stamped),
                part);
        Journal.write(connection, stamped, "plan", id, note);
        return stamped;
    }

    static void writePart(Connection connection, String module, String part) throws SQLException {
        Sql.update(
                connection,
                "UPDATE banyan.extraction SET part = ?::jsonb, part_version = part_version + 1 WHERE module = ?",
                part,
                module);
    }

    /// Version and extractions of one moment: one statement, one snapshot.
    static LedgerView view(Connection connection) throws SQLException {
        var extractions = new HashMap<String, Extraction>();
        var heads =
                Sql.list(
                        connection,
                        row -> {
                            var state = row.getString(3);
                            if (state != null) {
                                var extraction = LedgerJson.read(state, Extraction.class);
                                extractions.put(extraction.module(), extraction);
                            }
                            return new LedgerView(row.getLong(1), row.getString(2), Map.of());
                        },
                        "SELECT l.version, l.mark, e.state FROM banyan.ledger l LEFT JOIN banyan.extraction e ON true");
        var head = heads.getFirst();
        return new LedgerView(head.version(), head.mark(), extractions);
    }

    /// The words of the journal.
    static final class JournalWords {

        private JournalWords() {}

        static String of(Change change) {
            return switch (change) {
                case Change.BeginStep step -> "step " + step.step();
                case Change.BeginUndo undo -> "begin undo: " + undo.reason();
                case Change.SwitchReads reads -> "switch reads to " + reads.share();
                case Change.Mirror mirror -> "mirror " + mirror.share();
                case Change.Begin begin -> "begin " + words(begin.kind().name());
                case Change.Hold hold -> "hold for " + ReadableDuration.of(hold.length());
                case Change.Recover recover -> "recover: owner " + words(recover.owner().name());
                case Change.Replan _ -> "replan";
                case Change.Renew _ -> "renew";
                case Change.TakeOver take -> "taken over by " + take.holder();
                case Change.Pass _ -> "pass";
                case Change.Release _ -> "release";
                case Change.HandOver _ -> "hand over";
                case Change.EndHandovers _ -> "handed over";
                case Change.Finish _ -> "finish";
                case Change.EndUndo _ -> "end undo";
            };
        }

        private static String words(String name) {
            return name.toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
