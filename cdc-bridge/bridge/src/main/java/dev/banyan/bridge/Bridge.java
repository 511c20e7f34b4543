package dev.banyan.bridge;

import dev.banyan.extraction.ExtractionSettings;
import dev.banyan.extraction.MovedModule;
import dev.banyan.extraction.ReadLimits;
import dev.banyan.extraction.StepListener;
import dev.banyan.extraction.Verbs;
import dev.banyan.extraction.Workplace;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Heartbeat;
import dev.banyan.ledger.Heartbeats;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.ledger.config.BridgeSettings;
import dev.banyan.replication.Reader;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.Streams;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process that keeps streams going, carries out what is asked for in the ledger, and takes
/// over what another bridge has left. Any number of them may run beside each other.
public final class Bridge implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Bridge.class);
    private static final Duration REQUESTS = Duration.ofMillis(100);
    private static final Duration CARE = Duration.ofSeconds(1);
    private static final Duration APPLIED = Duration.ofMillis(250);
    private static final Duration RETAINED = Duration.ofSeconds(10);

    private final BanyanSettings settings;
    private final Map<String, String> environment;
    private final String name;
    private final Ledger ledger;
    private final Ledger renewer;
    private final Ledger beating;
    private final Ledger relaying;
    private final RunningStreams streams;
    private final Verbs verbs;
    private final Guard guard;
    private final @Nullable RunningRelays relays;
    private final Portraits portraits;
    private final ReadGuard reads;
    private final Requests requests;
    private final RetainedLog retained;
    private final Map<String, String> busy = new ConcurrentHashMap<>();
    private final Rounds rounds = new Rounds();
    private @Nullable Heartbeats heartbeats;

    /// Prepares a bridge that does nothing yet.
    ///
    /// @param name what the ledger calls this process; no other may have or have had it
    public Bridge(BanyanSettings settings, Map<String, String> environment, String name) {
        this(settings, environment, name, StepListener.none());
    }

    /// The same, heard by somebody at each step of an attempt.
    public Bridge(
            BanyanSettings settings,
            Map<String, String> environment,
            String name,
            StepListener steps) {
        this.settings = settings;
        this.environment = Map.copyOf(environment);
        this.name = name;
        var source = MovedModule.database(settings.source(), environment);
        var connections = LedgerConnections.to(source.url(), source.username(), source.password());
        this.ledger = Ledger.on(connections, UUID::randomUUID);
        this.renewer = Ledger.on(connections, UUID::randomUUID);
        this.beating = Ledger.on(connections, UUID::randomUUID);
        this.relaying = Ledger.on(connections, UUID::randomUUID);
        var streamSettings = StreamSettings.defaults().with(reader(settings.bridge()));
        this.streams = new RunningStreams(streamSettings, ledger::clock);
        var workplace =
                new Workplace(
                        ledger,
                        renewer,
                        streams,
                        streamSettings,
                        ExtractionSettings.STANDARD,
                        name,
                        steps,
                        _ -> {});
        this.verbs = new Verbs(workplace, this::module);
        this.requests = new Requests(ledger, renewer, verbs, busy, rounds, name);
        this.guard = new Guard(ledger, name);
        this.retained = new RetainedLog(ledger, name, settings.bridge().retainedLimit().bytes());
        this.relays =
                settings.bridge()
                        .events()
                        .map(events ->
                                new RunningRelays(
                                        relaying,
                                        events,
                                        streamSettings,
                                        new EventTargets(settings, events, environment),
                                        name))
                        .orElse(null);
        this.portraits = new Portraits(renewer, streams, retained, relays, name);
        this.reads = new ReadGuard(renewer, this::readLimits, name);
    }

    /// Makes the ledger's tables and begins to work.
    public void start() {
        ledger.install();
        heartbeats = new Heartbeats(beating, heartbeat());
        rounds.every(REQUESTS, "taking a request", requests::take);
        rounds.every(CARE, "looking after the extractions", this::care);
        rounds.every(CARE, "looking after the relays", this::careForRelays);
        rounds.every(CARE, "telling how the modules are", this::draw);
        rounds.every(CARE, "watching reads", this::watchReads);
        rounds.every(RETAINED, "looking at the log that slots keep", this::careForLog);
        rounds.every(APPLIED, "telling what is applied", this::tellApplied);
        log.info("bridge '{}' works on {}", name, settings.source().url());
    }

    private Heartbeat heartbeat() {
        var admin = settings.bridge().admin().listen();
        var address = admin.host() + ":" + admin.port();
        return new Heartbeat(name, ProcessState.Kind.BRIDGE, address, Map.of(), 0);
    }

    /// What a person wants to know, by module.
    public Map<String, ModuleStatus> status() {
        return ledger.view().extractions().values().stream()
                .collect(
                        Collectors.toMap(
                                Extraction::module,
                                e ->
                                        ModuleStatus.of(
                                                e, streams, busy.get(e.module()), ledger.clock())));
    }

    private Optional<MovedModule> module(String module) {
        return Optional.ofNullable(settings.modules().get(module))
                .map(m -> MovedModule.of(m, settings.source(), environment));
    }

    private Optional<ReadLimits> readLimits(String module) {
        return Optional.ofNullable(settings.modules().get(module))
                .map(m -> ReadLimits.of(m.guard()));
    }

    /// Streams run where they should, nothing is left half done, and no side is open that must not
    /// be.
    private void care() throws InterruptedException {
        var extractions = ledger.view().extractions();
        for (var extraction : extractions.values()) {
            takeOver(extraction);
        }
        for (var extraction : extractions.values()) {
            careFor(extraction);
        }
    }

    private void takeOver(Extraction extraction) throws InterruptedException {
        var attempt = extraction.underWay();
        if (attempt == null || busy.containsKey(extraction.module())) {
            return;
        }
        if (!ledger.clock().isBefore(attempt.leasedUntil())
                && busy.putIfAbsent(extraction.module(), "taking over") == null) {
            try {
                verbs.takeOver(extraction.module())
                        .ifPresent(o -> log.warn("{}: {}", extraction.module(), o.message()));
            } finally {
                busy.remove(extraction.module());
            }
        }
    }

    private void careFor(Extraction extraction) {
        if (busy.containsKey(extraction.module())) {
            return;
        }
        try {
            var module = module(extraction.module());
            if (module.isEmpty() || !extraction.phase().isFollowed()) {
                streams.stop(extraction.module(), Duration.ZERO);
                return;
            }
            var resolved = verbs.resolved(module.get());
            if (!guard.check(resolved, extraction)) {
                streams.stop(extraction.module(), Duration.ZERO);
            } else if (extraction.underWay() == null) {
                streams.start(resolved);
            }
        } catch (SQLException e) {
            log.warn("{}: cannot be looked after: {}", extraction.module(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void careForLog() {
        for (var extraction : ledger.view().extractions().values()) {
            if (!extraction.phase().isFollowed()) {
                retained.forget(extraction.module());
            } else if (extraction.underWay() == null && !busy.containsKey(extraction.module())) {
                careForLog(extraction);
            }
        }
    }

    private void careForLog(Extraction extraction) {
        try {
            var module = module(extraction.module());
            if (module.isPresent()) {
                retained.check(verbs.resolved(module.get()), extraction);
            }
        } catch (SQLException e) {
            log.warn("{}: cannot be looked after: {}", extraction.module(), e.getMessage());
        }
    }

    private void careForRelays() {
        if (relays != null) {
            relays.care(
                    settings.modules().values().stream()
                            .filter(m -> m.target().isPresent())
                            .flatMap(m -> module(m.name()).stream())
                            .toList());
        }
    }

    /// How events leave, by database; empty where the configuration has no `events`.
    public Map<String, RelayStatus> relays() {
        return relays == null ? Map.of() : relays.status();
    }

    private void watchReads() {
        reads.look(ledger.view().extractions().values());
    }

    private void draw() {
        for (var extraction : ledger.view().extractions().values()) {
            module(extraction.module())
                    .ifPresent(m -> portraits.draw(m, busy.get(extraction.module())));
        }
    }

    private void tellApplied() {
        for (var module : streams.modules()) {
            for (var side : Side.values()) {
                tellApplied(module, side);
            }
        }
    }

    private void tellApplied(String module, Side side) {
        streams.link(module, side)
                .filter(_ -> streams.stateTo(module, side).running())
                .flatMap(Streams::appliedThrough)
                .ifPresent(through -> renewer.applied(module, side, through));
    }

    private static Reader reader(BridgeSettings settings) {
        return switch (settings.reader()) {
            case DEBEZIUM -> Reader.DEBEZIUM;
            case PGOUTPUT -> Reader.PGOUTPUT;
        };
    }

    @Override
    public void close() {
        rounds.close();
        requests.close();
        if (heartbeats != null) {
            heartbeats.close();
        }
        streams.close();
        if (relays != null) {
            relays.close();
        }
        relaying.close();
        ledger.close();
        renewer.close();
        beating.close();
    }
}
