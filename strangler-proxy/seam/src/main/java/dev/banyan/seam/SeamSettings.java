package dev.banyan.seam;

import dev.banyan.routing.Side;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings of the starter, checked when they are read.
///
/// @param ledger where the ledger is; without it the seam is off
/// @param side the side that this application is
/// @param process its name in the ledger; stays the same over restarts
/// @param stateDirectory where the last known state is kept
/// @param foreignTransactions what becomes of a call inside somebody else's writing transaction
/// @param startLimit how long a start waits for the ledger's first answer
/// @param call how a service is called
/// @param hold how long and how many writes wait
/// @param breaker when a service is not asked any more
/// @param internal how other applications reach the published interfaces of this one
/// @param modules what holds for one module only
@ConfigurationProperties("banyan.seam")
public record SeamSettings(
        @DefaultValue LedgerSettings ledger,
        @DefaultValue("control") Side side,
        @Nullable String process,
        @DefaultValue(".banyan/seam") Path stateDirectory,
        @DefaultValue("report") ForeignTransactions foreignTransactions,
        @DefaultValue("3s") Duration startLimit,
        @DefaultValue CallSettings call,
        @DefaultValue HoldSettings hold,
        @DefaultValue BreakerSettings breaker,
        @DefaultValue InternalSettings internal,
        @DefaultValue Map<String, ModuleCalls> modules) {

    public SeamSettings {
        modules = Map.copyOf(modules);
        requireBetween("start-limit", startLimit, Duration.ZERO, Duration.ofMinutes(1));
    }

    /// What becomes of a call inside somebody else's writing transaction.
    public enum ForeignTransactions {
        /// It fails: for tests.
        REFUSE,
        /// It is carried out, counted, and logged once for each place.
        REPORT
    }

    /// Where the ledger is.
    ///
    /// @param ownDatabase the application's own database carries it
    /// @param url else its JDBC address
    public record LedgerSettings(
            @DefaultValue("false") boolean ownDatabase,
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @Nullable Path passwordFile) {

        @Override
        public String toString() {
            return "LedgerSettings[ownDatabase=%s, url=%s]".formatted(ownDatabase, url);
        }
    }

    /// How a service is called.
    ///
    /// @param connect the limit to connect
    /// @param timeout the limit for one try
    /// @param total the limit for all tries and the pauses between them
    /// @param tries all tries together
    /// @param backoff the pause before the second try, doubled for each next, with jitter
    /// @param retryPercent retries allowed, as a share of the calls
    /// @param concurrent calls in flight to one module
    public record CallSettings(
            @DefaultValue("1s") Duration connect,
            @DefaultValue("3s") Duration timeout,
            @DefaultValue("5s") Duration total,
            @DefaultValue("3") int tries,
            @DefaultValue("100ms") Duration backoff,
            @DefaultValue("20") int retryPercent,
            @DefaultValue("256") int concurrent) {

        public CallSettings {
            var longest = Duration.ofMinutes(5);
            requireBetween("call.connect", connect, Duration.ofMillis(1), longest);
            requireBetween("call.timeout", timeout, Duration.ofMillis(1), longest);
            requireBetween("call.total", total, timeout, longest);
            requireBetween("call.tries", tries, 1, 10);
            requireBetween("call.backoff", backoff, Duration.ofMillis(1), longest);
            requireBetween("call.retry-percent", retryPercent, 0, 100);
            requireBetween("call.concurrent", concurrent, 1, 100_000);
        }
    }

    /// How long and how many writes of a module wait.
    ///
    /// @param calls the most that wait; further ones are refused
    /// @param time the longest
    public record HoldSettings(
            @DefaultValue("1000") int calls, @DefaultValue("10s") Duration time) {

        public HoldSettings {
            requireBetween("hold.calls", calls, 0, 1_000_000);
            requireBetween("hold.time", time, Duration.ofMillis(1), Duration.ofMinutes(1));
        }
    }

    /// When a service is not asked any more.
    ///
    /// @param window how many of the last calls count
    /// @param minimumCalls fewer decide nothing
    /// @param failurePercent failed calls that open it
    /// @param slowAfter a call that takes longer is slow
    /// @param slowPercent slow calls that open it
    /// @param open how long it stays open
    /// @param trialCalls calls that decide whether it closes again
    public record BreakerSettings(
            @DefaultValue("100") int window,
            @DefaultValue("10") int minimumCalls,
            @DefaultValue("50") int failurePercent,
            @DefaultValue("2s") Duration slowAfter,
            @DefaultValue("100") int slowPercent,
            @DefaultValue("10s") Duration open,
            @DefaultValue("3") int trialCalls) {

        public BreakerSettings {
            requireBetween("breaker.window", window, 1, 10_000);
            requireBetween("breaker.minimum-calls", minimumCalls, 1, window);
            requireBetween("breaker.failure-percent", failurePercent, 1, 100);
            requireBetween("breaker.slow-percent", slowPercent, 1, 100);
            requireBetween(
                    "breaker.slow-after", slowAfter, Duration.ofMillis(1), Duration.ofHours(1));
            requireBetween("breaker.open", open, Duration.ofMillis(1), Duration.ofHours(1));
            requireBetween("breaker.trial-calls", trialCalls, 1, 1000);
        }
    }

    /// How other applications reach the published interfaces of this one, and what this one shows
    /// them.
    ///
    /// @param token the bearer token of all of `/internal`; without one it is closed
    /// @param tokenFile a file with the token
    public record InternalSettings(@Nullable String token, @Nullable Path tokenFile) {

        @Override
        public String toString() {
            return "InternalSettings[tokenFile=%s]".formatted(tokenFile);
        }
    }

    /// What holds for one module only.
    ///
    /// @param candidateUrl where its service is; else as the ledger says
    /// @param timeout the limit for one try
    /// @param total the limit for all tries
    public record ModuleCalls(
            @Nullable URI candidateUrl, @Nullable Duration timeout, @Nullable Duration total) {}

    private static <T extends Comparable<T>> void requireBetween(
            String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "Setting 'banyan.seam.%s' is '%s', allowed is %s to %s."
                            .formatted(name, value, least, most));
        }
    }
}
