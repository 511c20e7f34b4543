package dev.banyan.ledger;

import dev.banyan.ledger.internal.PostgresLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The ledger, to read and to change. Safe for many threads, which take turns on one connection;
/// whoever must not wait for the others (a lease that is renewed) opens a ledger of its own.
///
/// Everything fails with `LedgerException` where the database cannot be asked.
public interface Ledger extends LiveFacts, AutoCloseable {

    /// The channel that tells a new version.
    String VERSION_CHANNEL = "banyan_ledger";

    /// The channel that tells what a side has applied: `module side clock`.
    String APPLIED_CHANNEL = "banyan_applied";

    /// The ledger in a PostgreSQL database.
    ///
    /// @param ids names every change; each must be new
    static Ledger on(LedgerConnections connections, Supplier<UUID> ids) {
        return new PostgresLedger(connections, ids);
    }

    /// Makes or updates the tables, if there is something to do. Many may do it at once.
    void install();

    /// Makes a module known, or gives it a new plan.
    ///
    /// @param part its part of the configuration as JSON, from which all processes take it
    Step plan(String module, Traffic traffic, String part, Note note);

    /// Changes an extraction, if its state allows it. An answer to a commit that is lost is read
    /// back; a change that has not happened then is tried once more.
    ///
    /// @throws LedgerException.OutcomeUnknown if it could not be read back
    Step apply(String module, Change change, Note note);

    /// Changes an extraction that nobody has changed since it was read at this version.
    Step apply(String module, long expectedVersion, Change change, Note note);

    /// Whether a change happened. Waits for one that is still under way.
    boolean happened(ChangeId change);

    LedgerView view();

    Optional<Extraction> extraction(String module);

    /// A module's part of the configuration.
    Optional<ModulePart> part(String module);

    /// The journal behind a line, oldest first.
    List<JournalEntry> journal(String module, long after, int limit);

    /// The newest line of a module about an event.
    Optional<JournalEntry> newest(String module, String event);

    /// Writes what was found out, without changing anything. Once at least, should an answer be
    /// lost.
    void record(String module, String event, Note note);

    /// Asks for a verb; one request for a module at a time.
    Request.Asked ask(
            UUID id, String module, String verb, Map<String, String> arguments, String by);

    /// The oldest request that nobody works on, now this bridge's for so long; again for its own.
    Optional<Request> take(String bridge, Duration lease);

    /// Keeps a request; false if it is another's by now.
    boolean renew(UUID request, String bridge, Duration lease);

    /// Tells how far a request is, to whoever asked; nothing if it is another's by now.
    void progress(UUID request, String bridge, Progress progress);

    /// Ends a request; false if it is another's by now.
    boolean end(UUID request, String bridge, Request.Outcome outcome);

    Optional<Request> request(UUID id);

    /// The ledger's clock.
    Instant clock();

    @Override
    void close();

    /// A module's part of the configuration.
    record ModulePart(long version, @Nullable String json) {}
}
