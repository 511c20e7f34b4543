package dev.banyan.bridge;

import dev.banyan.extraction.MovedModule;
import dev.banyan.extraction.RelayHandovers;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.ModulePicture.Deliveries;
import dev.banyan.ledger.Phase;
import dev.banyan.ledger.config.EventSettings;
import dev.banyan.replication.Database;
import dev.banyan.replication.Moment;
import dev.banyan.replication.StreamRunner;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.relay.Outbox;
import dev.banyan.replication.relay.Relay;
import dev.banyan.replication.relay.RelaySettings;
import dev.banyan.replication.relay.SubscriberStatus;
import dev.banyan.replication.relay.Subscriptions;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The relays of this process, one for each database that has an outbox and belongs to a module
/// that is moved. Confined to one thread, but for what it tells.
final class RunningRelays implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningRelays.class);
    private static final Duration INSTALLING = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final RelaySettings settings;
    private final EventTargets targets;
    private final RelayHandovers handovers;
    private final Map<String, Relay> relays = new ConcurrentHashMap<>();
    private final Map<Database, String> identities = new ConcurrentHashMap<>();

    RunningRelays(
            Ledger ledger,
            EventSettings events,
            StreamSettings streams,
            EventTargets targets,
            String bridge) {
        this.ledger = ledger;
        this.settings = settings(events, streams);
        this.targets = targets;
        this.handovers = new RelayHandovers(ledger, bridge);
    }

    private static RelaySettings settings(EventSettings events, StreamSettings streams) {
        var standard = RelaySettings.defaults();
        return new RelaySettings(
                streams,
                events.concurrency(),
                Math.max(standard.window(), events.concurrency()),
                events.tries(),
                events.firstBackoff(),
                events.longestBackoff(),
                events.keep(),
                standard.poll());
    }

    /// A database that modules live in.
    ///
    /// @param isSource where the application is that all of them come from
    /// @param modules those whose side this is
    private record Place(Database database, boolean isSource, Collection<String> modules) {}

    /// Runs what should run, and takes every handover a little further.
    ///
    /// @param modules those that are configured, with their databases
    void care(Collection<MovedModule> modules) {
        var extractions = ledger.view().extractions();
        targets.follow(extractions.values());
        var known = modules.stream().filter(m -> extractions.containsKey(m.name())).toList();
        var moved = known.stream().filter(m -> isMoved(extractions.get(m.name()))).toList();
        var needed = places(moved);
        for (var place : places(known).entrySet()) {
            try {
                care(place.getKey(), place.getValue(), needed.containsKey(place.getKey()), modules);
            } catch (SQLException | StreamStoppedException e) {
                log.warn("the relay of {} waits: {}", place.getKey(), e.getMessage());
            }
        }
        for (var module : known) {
            advance(module, extractions.get(module.name()));
        }
    }

    private static boolean isMoved(@Nullable Extraction extraction) {
        return extraction != null
                && (extraction.phase().isFollowed() || extraction.phase() == Phase.COMPLETED);
    }

    /// Two modules may share a database under two addresses.
    private Map<String, Place> places(Collection<MovedModule> modules) {
        var places = new LinkedHashMap<String, Place>();
        for (var module : modules) {
            for (var side : Side.values()) {
                var database = module.databaseOf(side);
                identity(database)
                        .ifPresent(identity ->
                                places.computeIfAbsent(
                                                identity,
                                                _ ->
                                                        new Place(
                                                                database,
                                                                side == Side.CONTROL,
                                                                new TreeSet<>()))
                                        .modules()
                                        .add(module.name()));
            }
        }
        return places;
    }

    private Optional<String> identity(Database database) {
        try {
            if (!identities.containsKey(database)) {
                identities.put(database, Relay.identity(database));
            }
        } catch (SQLException e) {
            log.warn("{} cannot be asked who it is: {}", database, e.getMessage());
        }
        return Optional.ofNullable(identities.get(database));
    }

    /// What a cancelled move has left is taken away when nothing waits there any more.
    private void care(
            String identity, Place place, boolean isNeeded, Collection<MovedModule> modules)
            throws SQLException {
        if (isNeeded) {
            run(identity, place, modules);
            return;
        }
        boolean isInstalled = Relay.isInstalled(place.database());
        if (isInstalled && !new Subscriptions(place.database()).areIdle()) {
            run(identity, place, modules);
            return;
        }
        stop(identity);
        if (isInstalled) {
            Relay.remove(place.database(), INSTALLING);
            log.info("relays the outbox of {} no more", identity);
        }
    }

    private void stop(String identity) {
        var relay = relays.remove(identity);
        if (relay != null) {
            relay.close();
        }
    }

    private void run(String identity, Place place, Collection<MovedModule> modules)
            throws SQLException {
        if (isLeftAlone(identity, place) || !hasOutbox(place.database())) {
            return;
        }
        Relay.install(place.database(), INSTALLING);
        subscribe(place, modules);
        relays.put(
                identity,
                Relay.start(
                        place.database(),
                        settings,
                        targets,
                        ledger::clock,
                        Moment.Listener.none()));
        log.info("relays the outbox of {}", identity);
    }

    private boolean isLeftAlone(String identity, Place place) throws SQLException {
        var relay = relays.get(identity);
        if (relay == null) {
            return false;
        }
        if (!mayGoOn(relay.reading(), place.database())) {
            return true;
        }
        stop(identity);
        return false;
    }

    /// One that has stopped is started again when its slot was made anew, or is to be. One that has
    /// stopped for another reason would stop again each time, and keeps delivering while it is left
    /// alone.
    private static boolean mayGoOn(StreamRunner.Status reading, Database database)
            throws SQLException {
        return reading.phase() == StreamRunner.Phase.STOPPED
                && reading.reason().filter(Relay::isRenewable).isPresent()
                && (!Relay.isInstalled(database) || Relay.isSound(database));
    }

    private static boolean hasOutbox(Database database) throws SQLException {
        try (var connection = database.connect("outbox")) {
            return Outbox.isThere(connection);
        }
    }

    /// Beside the source, listeners of other modules are always elsewhere: in the application of
    /// the source, or moved as well.
    private void subscribe(Place place, Collection<MovedModule> modules) throws SQLException {
        var subscriptions = new Subscriptions(place.database());
        if (!place.isSource()) {
            subscriptions.addFromStart(Subscriptions.CONTROL);
            for (var module : modules) {
                if (!place.modules().contains(module.name())) {
                    subscriptions.addBeside(Subscriptions.of(module.name()), Subscriptions.CONTROL);
                }
            }
        }
        if (targets.hasKafka()) {
            subscriptions.add(Subscriptions.KAFKA);
        }
    }

    private void advance(MovedModule module, @Nullable Extraction extraction) {
        if (extraction == null || extraction.handovers().isEmpty()) {
            return;
        }
        try {
            handovers.advance(module, extraction);
        } catch (SQLException e) {
            log.warn("{}: its events are handed over later: {}", module.name(), e.getMessage());
        }
    }

    /// What has not arrived yet of the events of both sides of a module.
    List<Deliveries> deliveries(MovedModule module) {
        var all = new ArrayList<Deliveries>();
        for (var side : Side.values()) {
            Optional.ofNullable(identities.get(module.databaseOf(side)))
                    .flatMap(identity -> Optional.ofNullable(relays.get(identity)))
                    .map(relay -> sum(side, relay.subscribers().values()))
                    .ifPresent(all::add);
        }
        return all;
    }

    private static Deliveries sum(Side from, Collection<SubscriberStatus> subscribers) {
        return new Deliveries(
                from,
                subscribers.stream().mapToLong(SubscriberStatus::waiting).sum(),
                subscribers.stream().mapToLong(SubscriberStatus::held).sum(),
                subscribers.stream().mapToLong(SubscriberStatus::dead).sum());
    }

    /// How the relays are, by database.
    Map<String, RelayStatus> status() {
        var all = new TreeMap<String, RelayStatus>();
        relays.forEach(
                (identity, relay) -> all.put(identity, RelayStatus.of(relay, ledger.clock())));
        return all;
    }

    @Override
    public void close() {
        relays.values().forEach(Relay::close);
        relays.clear();
        targets.close();
    }
}
