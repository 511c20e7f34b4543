package dev.banyan.outbox;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Deliveries of events to the listeners of this database's modules that are not finished, and what
/// an operator may do with them. All calls act on the database, for all instances of the
/// application.
public interface Deliveries {

    /// The dead letters, oldest first, at most `limit`.
    List<Delivery> deadLetters(int limit);

    /// How many later deliveries wait behind a dead letter of their consumer and subject.
    long parked();

    /// Gives a dead letter all its tries again, now. False if there is no such dead letter.
    boolean replay(UUID eventId, String consumer);

    /// Gives up on a delivery that is not handled yet, dead or not, and releases the later ones of
    /// its subject. False if there is none, or if it is being handled right now.
    boolean drop(UUID eventId, String consumer);

    /// The oldest unfinished delivery to the listeners of a module.
    Optional<Delivery> oldestUnfinished(String module);

    /// The unfinished deliveries to the listeners of a module, oldest first, at most `limit`.
    List<Delivery> unfinished(String module, int limit);

    /// Marks these unfinished deliveries of a module as handed over: somebody else delivers them
    /// from now on, this application does not. Joins the transaction of the caller, if there is
    /// one. Returns what it has marked.
    ///
    /// The function `banyan_outbox.hand_over(module, event_ids)` does the same for a process that
    /// is no Spring application.
    List<Delivery> handOver(String module, List<UUID> eventIds);
}
