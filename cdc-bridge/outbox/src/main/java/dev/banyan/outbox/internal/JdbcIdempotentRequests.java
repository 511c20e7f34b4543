package dev.banyan.outbox.internal;

import dev.banyan.outbox.IdempotentRequests;
import dev.banyan.outbox.OutboxSettings;
import dev.banyan.outbox.spi.ModuleTransactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keys and answers in the schema of their module, written in the transaction of the effect.
final class JdbcIdempotentRequests implements IdempotentRequests {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final TypeReference<Map<String, List<String>>> HEADERS =
            new TypeReference<>() {};

    private final JdbcTemplate jdbc;
    private final ModuleTransactions transactions;
    private final OutboxSettings settings;
    private final JsonMapper json;

    JdbcIdempotentRequests(
            JdbcTemplate jdbc,
            ModuleTransactions transactions,
            OutboxSettings settings,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
        this.json = json;
    }

    @Override
    public Outcome once(String module, Request request, Supplier<Answer> effect) {
        try {
            return transactions.inTransaction(module, () -> carryOut(module, request, effect));
        } catch (NotKept notKept) {
            return new Outcome.Done(notKept.answer, false);
        } catch (StillRunning running) {
            return new Outcome.InProgress();
        }
    }

    /// Removes at most `batch` keys that are older; returns how many went.
    int forget(String module, Duration age, int batch) {
        if (!Tables.exists(jdbc, table(module))) {
            return 0;
        }
        return jdbc.update(
                """
                delete from %1$s where ctid = any (array(
                  select ctid from %1$s where created_at < now() - ? * interval '1 second' limit ?))
                """
                        .formatted(table(module)),
                age.toSeconds(),
                batch);
    }

    private Outcome carryOut(String module, Request request, Supplier<Answer> effect) {
        if (!reserve(module, request)) {
            return earlier(module, request);
        }
        var answer = effect.get();
        if (answer.status() >= 500) {
            throw new NotKept(answer);
        }
        requireBounded(answer);
        jdbc.update(
                "update %s set status = ?, headers = ?::jsonb, body = ? where key = ? and scope = ?"
                        .formatted(table(module)),
                answer.status(),
                json.writeValueAsString(answer.headers()),
                answer.body(),
                request.key(),
                request.scope());
        return new Outcome.Done(answer, true);
    }

    /// Waits for a transaction that has reserved the same key, but not for ever.
    private boolean reserve(String module, Request request) {
        try {
            var reserved =
                    jdbc.queryForObject(
                            reservation(table(module)),
                            (row, number) -> row.getInt(1),
                            settings.idempotency().longestWait().toMillis() + "ms",
                            request.key(),
                            request.scope(),
                            hash(request.content()),
                            settings.keep().idempotencyKeys().toSeconds());
            return Objects.requireNonNull(reserved) == 1;
        } catch (RuntimeException failure) {
            if (isLockTimeout(failure)) {
                throw new StillRunning(failure);
            }
            throw failure;
        }
    }

    /// Limits the wait for this insert and for nothing else in the transaction, in one round trip.
    /// Each part reads the one before it, which is what fixes their order: the limit is there
    /// before the insert begins, and the old one comes back when the insert has ended.
    private static String reservation(String table) {
        return """
        with before as materialized (
          select current_setting('lock_timeout') as lock_timeout
        ), limited as materialized (
          select lock_timeout, set_config('lock_timeout', ?, true) from before
        ), reserved as (
          insert into %s as known (key, scope, request_hash, status, headers, body)
          select ?, ?, ?, 0, '{}', '' from limited
          on conflict (key, scope) do update
            set request_hash = excluded.request_hash, status = 0, headers = '{}', body = '',
                created_at = now()
            where known.created_at < now() - ? * interval '1 second'
          returning key
        )
        select number, set_config('lock_timeout', lock_timeout, true)
        from (select lock_timeout, (select count(*) from reserved) as number
              from limited offset 0) ended
        """
                .formatted(table);
    }

    private Outcome earlier(String module, Request request) {
        return find(module, request)
                .<Outcome>map(kept ->
                        MessageDigest.isEqual(kept.hash(), hash(request.content()))
                                ? new Outcome.Replayed(kept.answer())
                                : new Outcome.Mismatch())
                .orElseGet(Outcome.InProgress::new);
    }

    private Optional<Kept> find(String module, Request request) {
        return jdbc
                .query(
                        "select request_hash, status, headers, body from %s where key = ? and scope = ?"
                                .formatted(table(module)),
                        (row, number) ->
                                new Kept(
                                        row.getBytes(1),
                                        new Answer(
                                                row.getInt(2),
                                                json.readValue(row.getString(3), HEADERS),
                                                row.getString(4))),
                        request.key(),
                        request.scope())
                .stream()
                .findFirst();
    }

    private void requireBounded(Answer answer) {
        var size = answer.body().length();
        var limit = settings.idempotency().largestAnswer();
        if (size > limit) {
            throw new IllegalStateException(
                    "Answer of an idempotent request has %d characters, the limit is %d, nothing was done. Raise 'banyan.outbox.idempotency.largest-answer' or answer with a reference."
                            .formatted(size, limit));
        }
    }

    private String table(String module) {
        return settings.schemaOf(module) + ".idempotency_key";
    }

    private static byte[] hash(String content) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(content.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    private static boolean isLockTimeout(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error
                    && LOCK_NOT_AVAILABLE.equals(error.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    private record Kept(byte[] hash, Answer answer) {}

    /// Rolls back with the answer at hand.
    private static final class NotKept extends RuntimeException {
        private final transient Answer answer;

        private NotKept(Answer answer) {
            super("Answered with " + answer.status(), null, false, false);
            this.answer = answer;
        }
    }

    private static final class StillRunning extends RuntimeException {
        private StillRunning(Throwable cause) {
            super("Another request with the same key is running.", cause);
        }
    }
}
