package dev.banyan.bridge;

import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.ledger.config.Endpoint;
import dev.banyan.ledger.config.EventSettings;
import dev.banyan.ledger.config.EventSettings.ReceiverSettings;
import dev.banyan.ledger.config.ModuleSettings;
import dev.banyan.ledger.config.ProxySettings;
import dev.banyan.ledger.config.Secret;
import dev.banyan.ledger.config.UpstreamSettings;
import dev.banyan.ledger.config.UpstreamSettings.Discovery;
import dev.banyan.replication.relay.Destination;
import dev.banyan.replication.relay.Destinations;
import dev.banyan.replication.relay.HttpDestination;
import dev.banyan.replication.relay.KafkaDestination;
import dev.banyan.replication.relay.Subscriptions;
import dev.banyan.routing.Side;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Knows where the listeners of a module are, from the ledger, and how to reach them, from the
/// configuration. For all threads.
final class EventTargets implements Destinations, AutoCloseable {
    private static final String RECEIVE = "/internal/events";

    private final BanyanSettings settings;
    private final EventSettings events;
    private final Map<String, String> environment;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Destination> known = new ConcurrentHashMap<>();
    private final @Nullable KafkaDestination kafka;
    private volatile Map<String, Side> owners = Map.of();

    EventTargets(BanyanSettings settings, EventSettings events, Map<String, String> environment) {
        this.settings = settings;
        this.events = events;
        this.environment = Map.copyOf(environment);
        this.kafka =
                events.kafka()
                        .map(k ->
                                KafkaDestination.connect(
                                        k.bootstrapServers(), k.topic(), events.timeout()))
                        .orElse(null);
    }

    /// Who owns what from now on. A try that goes to the owner before is refused as fenced.
    void follow(Collection<Extraction> extractions) {
        owners =
                extractions.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Extraction::module, Extraction::owner));
    }

    boolean hasKafka() {
        return kafka != null;
    }

    @Override
    public Optional<Destination> of(String subscriber) {
        if (subscriber.equals(Subscriptions.KAFKA)) {
            return Optional.ofNullable(kafka);
        }
        return Subscriptions.moduleOf(subscriber)
                .map(this::ofModule)
                .orElseGet(
                        () -> control("without=" + String.join(",", settings.modules().keySet())));
    }

    private Optional<Destination> ofModule(String module) {
        boolean isMoved = owners.getOrDefault(module, Side.CONTROL) == Side.CANDIDATE;
        var query = "module=" + module;
        var configured = settings.modules().get(module);
        return isMoved && configured != null ? candidate(configured, query) : control(query);
    }

    private Optional<Destination> control(String query) {
        var upstream = settings.proxy().map(ProxySettings::control);
        return destination(events.receiver(), upstream, query);
    }

    private Optional<Destination> candidate(ModuleSettings module, String query) {
        var ours = events.receiver();
        var named = module.events();
        var receiver =
                new ReceiverSettings(
                        named.flatMap(ReceiverSettings::url),
                        named.flatMap(ReceiverSettings::receive).or(ours::receive),
                        named.flatMap(ReceiverSettings::token).or(ours::token));
        return destination(receiver, module.candidate(), query);
    }

    private Optional<Destination> destination(
            ReceiverSettings receiver, Optional<UpstreamSettings> upstream, String query) {
        return receiver.url()
                .or(() -> upstream.flatMap(EventTargets::first))
                .map(endpoint ->
                        URI.create(endpoint + receiver.receive().orElse(RECEIVE) + "?" + query))
                .map(uri -> known.computeIfAbsent(uri.toString(), _ -> http(uri, receiver)));
    }

    private Destination http(URI uri, ReceiverSettings receiver) {
        var token = receiver.token().map((Secret s) -> s.reveal(environment)).orElse("");
        return new HttpDestination(client, uri, token, events.timeout());
    }

    /// Instances that come and go need an address in front of them.
    private static Optional<Endpoint> first(UpstreamSettings upstream) {
        return upstream.discovery() instanceof Discovery.Static(var endpoints)
                ? endpoints.stream().findFirst()
                : Optional.empty();
    }

    @Override
    public void close() {
        if (kafka != null) {
            kafka.close();
        }
        client.shutdownNow();
    }
}
