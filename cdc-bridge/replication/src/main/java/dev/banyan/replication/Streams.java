package dev.banyan.replication;

import dev.banyan.replication.internal.Query;
import dev.banyan.replication.internal.apply.Applier;
import dev.banyan.replication.internal.apply.TargetSession;
import dev.banyan.replication.internal.copy.ParallelCopier;
import dev.banyan.replication.internal.position.Origins;
import dev.banyan.replication.internal.position.PostgresSlots;
import dev.banyan.replication.internal.position.StartUpCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/// What can be done with a link besides letting it run.
public final class Streams {

    private Streams() {}

    /// The slot and the publication of a link.
    public static Slots slots(Link link) {
        return new PostgresSlots(link);
    }

    /// A sink that applies to the link's own tables in its target.
    public static ChangeSink applier(Link link, StreamSettings settings) {
        return applier(link, settings, Moment.Listener.none());
    }

    /// The same, watched.
    public static ChangeSink applier(Link link, StreamSettings settings, Moment.Listener moments) {
        return new Applier(link, settings, moments);
    }

    /// Copies a link's tables into empty ones in the target.
    public static Copier copier(Link link, CopySettings settings, Moment.Listener moments) {
        return new ParallelCopier(link, settings, moments);
    }

    /// Refuses a link whose two ends are one database, under whatever address.
    public static void refuseSameDatabase(Link link) {
        if (link.kind() == Link.Kind.OUTBOX) {
            return; // it has but one
        }
        try (Connection source = link.source().connect("compare " + link.name());
                Connection target = link.target().connect("compare " + link.name())) {
            String identity = DatabaseIdentity.read(source).toString();
            if (identity.equals(DatabaseIdentity.read(target).toString())) {
                throw new StreamStoppedException(
                        StopReason.SAME_DATABASE,
                        "Source and target of '"
                                + link.name()
                                + "' are the same database ("
                                + identity
                                + "). Name another target.");
            }
        } catch (SQLException e) {
            throw disconnected("Cannot compare the ends of '" + link.name() + "'", e);
        }
    }

    /// Checks everything that must be true before a reader starts at a position.
    ///
    /// @throws StreamStoppedException with what is wrong
    public static void checkStart(Link link, Position position) {
        try (Connection source = link.source().connect("check " + link.name())) {
            DatabaseIdentity identity = DatabaseIdentity.read(source);
            StartUpCheck.check(
                    link,
                    new StartUpCheck.Facts(
                            position,
                            new PostgresSlots(link).state(source),
                            Publication.read(source, link),
                            identity.systemIdentifier(),
                            identity.database(),
                            currentLsn(source)));
        } catch (SQLException e) {
            throw disconnected("Cannot check the source of '" + link.name() + "'", e);
        }
    }

    /// Waits until a marker that was written to the source's log has been applied in the target;
    /// false if it was not in time.
    public static boolean awaitMarker(Link link, String marker, Duration deadline)
            throws InterruptedException {
        return awaitMarker(link, link.target(), marker, deadline);
    }

    /// The same, asked on a connection from the caller.
    public static boolean awaitMarker(
            Link link, Connections target, String marker, Duration deadline)
            throws InterruptedException {
        return Awaiting.until(
                link, target, deadline, position -> position.markers().contains(marker));
    }

    /// Waits until the target has applied everything up to a place in the source's log.
    public static boolean awaitPosition(Link link, Lsn end, Duration deadline)
            throws InterruptedException {
        return Awaiting.until(
                link, link.target(), deadline, position -> !position.lsn().isBefore(end));
    }

    /// The clock of the last heartbeat that has been applied, if the target can say.
    public static Optional<Instant> appliedThrough(Link link) {
        try (Connection target = link.target().connect("applied " + link.name())) {
            return Positions.read(target, link.name()).flatMap(Position::appliedThrough);
        } catch (SQLException e) {
            throw disconnected("Cannot ask the target of '" + link.name() + "'", e);
        }
    }

    /// How far the target is behind, by the source's log and by the heartbeat's clock.
    ///
    /// @param now on the clock that the heartbeats carry
    public static Lag lag(Link link, Instant now) {
        try (Connection source = link.source().connect("lag " + link.name());
                Connection target = link.target().connect("lag " + link.name())) {
            Position position = position(target, link);
            return new Lag(
                    currentLsn(source).bytesSince(position.lsn()),
                    position.appliedThrough().map(clock -> age(clock, now)),
                    new PostgresSlots(link).state(source).map(SlotState::retainedBytes));
        } catch (SQLException e) {
            throw disconnected("Cannot measure the lag of '" + link.name() + "'", e);
        }
    }

    /// Zero for what was applied since the caller looked at the clock.
    private static Duration age(Instant clock, Instant now) {
        return clock.isBefore(now) ? Duration.between(clock, now) : Duration.ZERO;
    }

    private static Position position(Connection target, Link link) throws SQLException {
        Optional<Position> found =
                Positions.isInstalled(target)
                        ? Positions.read(target, link.name())
                        : Optional.empty();
        return found.orElseThrow(() ->
                new StreamStoppedException(
                        StopReason.NOT_COPIED,
                        "The target has no position of '" + link.name() + "'."));
    }

    /// Writes the position that a link begins at: the target then has all rows as of that place.
    public static void begin(Link link, Lsn consistentPoint) {
        try (Connection source = link.source().connect("begin " + link.name());
                Connection target = link.target().connect("begin " + link.name())) {
            Positions.install(target);
            begin(link, consistentPoint, source, target);
        } catch (SQLException e) {
            throw disconnected("Cannot write the first position of '" + link.name() + "'", e);
        }
    }

    /// The same in a transaction of the caller's.
    public static void begin(Link link, Lsn consistentPoint, Connection source, Connection target)
            throws SQLException {
        Publication publication =
                Publication.read(source, link)
                        .orElseThrow(() ->
                                new StreamStoppedException(
                                        StopReason.PUBLICATION,
                                        "The source has no publication '"
                                                + link.publication()
                                                + "'. Create the slot first."));
        Positions.begin(
                target,
                link,
                DatabaseIdentity.read(source).systemIdentifier(),
                publication.fingerprint(),
                consistentPoint);
    }

    /// Empties a link's tables in the target, past fence and triggers, so that a copy can begin
    /// anew.
    ///
    /// @param claim asked in the same transaction whether this may be done
    public static void emptyTarget(Link link, FenceClaim claim) {
        try (TargetSession session = TargetSession.open(link)) {
            claim.check(session.connection());
            String tables =
                    link.tables().stream().map(TableName::quoted).collect(Collectors.joining(", "));
            Query.of("TRUNCATE " + tables).execute(session.connection());
            session.connection().commit();
        } catch (SQLException e) {
            throw disconnected("Cannot empty the target of '" + link.name() + "'", e);
        }
    }

    /// Takes away all that a link left in both databases. Repeatable; stop the stream first.
    public static void remove(Link link, Duration deadline) {
        slots(link).drop(deadline);
        try (Connection target = link.target().connect("remove " + link.name())) {
            if (Positions.isInstalled(target)) {
                Positions.remove(target, link.name());
            }
            Origins.drop(target, link.origin());
        } catch (SQLException e) {
            throw disconnected("Cannot remove what '" + link.name() + "' left in its target", e);
        }
    }

    static Lsn currentLsn(Connection source) throws SQLException {
        return Query.of("SELECT pg_current_wal_lsn()")
                .one(source, row -> Lsn.parse(row.getString(1)));
    }

    static StreamStoppedException disconnected(String what, SQLException e) {
        return new StreamStoppedException(StopReason.DISCONNECTED, what + ": " + e.getMessage(), e);
    }
}
