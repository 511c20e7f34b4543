package dev.banyan.proxy.ownwrites;

import dev.banyan.proxy.spi.OwnWrites;
import dev.banyan.routing.Side;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Marks who wrote with a cookie, and compares the mark with what a side has applied.
///
/// Thread-safe; a request without a mark costs a look into its cookies and one into a map.
public final class MarkedWriters implements OwnWrites {
    private static final String COOKIE = "mark--banyan-";

    /// Above every time that a ledger shows.
    public static final long UNKNOWN = Long.MAX_VALUE;

    /// A stream applies a heartbeat four times a second. One that is so far behind will not catch
    /// up in the second that a request may wait.
    private static final long STOPPED_MICROS = 5_000_000;

    private final LongSupplier boundMicros;
    private final Supplier<Streams> streams;
    private final int rememberedKeys;
    private final Map<String, RecentWriters> writers = new ConcurrentHashMap<>();
    private final LongAdder stale = new LongAdder();

    /// @param boundMicros no later than this does the ledger's clock show; [#UNKNOWN] before its
    ///   first answer
    /// @param streams how far each side has applied, as known now
    /// @param rememberedKeys sticky keys that are remembered for each module
    public MarkedWriters(LongSupplier boundMicros, Supplier<Streams> streams, int rememberedKeys) {
        this.boundMicros = boundMicros;
        this.streams = streams;
        this.rememberedKeys = rememberedKeys;
    }

    @Override
    public Verdict look(
            @Nullable String module,
            Side side,
            Side owner,
            boolean write,
            @Nullable String cookies,
            @Nullable String stickyKey) {
        var known = streams.get().modules();
        if (known.isEmpty()) {
            return Verdict.GO;
        }
        var verdict = Verdict.GO;
        for (var entry : known.entrySet()) {
            // A candidate answers for its own module only; the control for all.
            if (side == Side.CANDIDATE && !entry.getKey().equals(module)) {
                continue;
            }
            var mark = mark(entry.getKey(), cookies, stickyKey);
            if (mark != null && mark.concerns(side)) {
                boolean mayMove = entry.getKey().equals(module) && !write && side != owner;
                verdict = worse(verdict, judge(mark, entry.getValue().to(side), mayMove));
            }
        }
        return verdict;
    }

    private Verdict judge(Mark mark, long appliedMicros, boolean mayMove) {
        long bound = boundMicros.getAsLong();
        if (appliedMicros >= Math.min(mark.micros(), bound)) {
            return Verdict.GO;
        }
        if (mayMove) {
            return Verdict.TO_OWNER;
        }
        return bound - appliedMicros > STOPPED_MICROS ? Verdict.GO_STALE : Verdict.WAIT;
    }

    /// The owner answers best; waiting comes before going on as it is.
    private static Verdict worse(Verdict left, Verdict right) {
        return rank(left) >= rank(right) ? left : right;
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case GO -> 0;
            case GO_STALE -> 1;
            case WAIT -> 2;
            case TO_OWNER -> 3;
        };
    }

    private @Nullable Mark mark(
            String module, @Nullable String cookies, @Nullable String stickyKey) {
        var inCookie = cookies == null ? null : inCookies(module, cookies);
        var remembering = stickyKey == null ? null : writers.get(module);
        if (remembering == null || stickyKey == null) {
            return inCookie;
        }
        var remembered = remembering.of(stickyKey);
        return remembered == null ? inCookie : remembered.and(inCookie);
    }

    private static @Nullable Mark inCookies(String module, String cookies) {
        Mark found = null;
        int at = cookies.indexOf(COOKIE);
        while (at >= 0) {
            int equals = at + COOKIE.length() + module.length();
            if (isStart(cookies, at)
                    && cookies.startsWith(module, at + COOKIE.length())
                    && equals < cookies.length()
                    && cookies.charAt(equals) == '=') {
                int end = cookies.indexOf(';', equals);
                var mark = Mark.read(cookies, equals + 1, end < 0 ? cookies.length() : end);
                // Two cookies of one name come from two paths or domains: both count.
                found = mark == null ? found : mark.and(found);
            }
            at = cookies.indexOf(COOKIE, at + 1);
        }
        return found;
    }

    private static boolean isStart(String cookies, int at) {
        return at == 0 || cookies.charAt(at - 1) == ' ' || cookies.charAt(at - 1) == ';';
    }

    @Override
    public @Nullable String wrote(
            String module, Side side, @Nullable String wrote, @Nullable String stickyKey) {
        if (streams.get().of(module) == null) {
            return null;
        }
        var own = Mark.of(side, boundMicros.getAsLong());
        var mark = wrote == null ? own : own.and(Mark.of(side.other(), own.micros()));
        if (stickyKey != null) {
            writers.computeIfAbsent(module, name -> new RecentWriters(rememberedKeys))
                    .remember(stickyKey, mark);
        }
        // Before the ledger's first answer every side counts as behind; that must not last long.
        int seconds = mark.micros() == UNKNOWN ? 10 : 86_400;
        return COOKIE
                + module
                + "="
                + mark.written()
                + "; Path=/; Max-Age="
                + seconds
                + "; HttpOnly; SameSite=Lax";
    }

    @Override
    public void stale(@Nullable String module, Side side) {
        stale.increment();
    }

    /// Requests that went on although their side lagged.
    public long staleReads() {
        return stale.sum();
    }
}
