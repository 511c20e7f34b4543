package dev.banyan.proxy.upstream;

import dev.banyan.ledger.config.UpstreamSettings;
import dev.banyan.proxy.discovery.Discovery;
import dev.banyan.proxy.discovery.DnsDiscovery;
import dev.banyan.proxy.discovery.DnsServiceDiscovery;
import dev.banyan.proxy.discovery.InstanceRegistry;
import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Patience;
import dev.banyan.proxy.spi.Protocol;
import dev.banyan.proxy.spi.Upstreams;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The control and the candidates, as configured. Thread-safe.
public final class ConfiguredUpstreams implements Upstreams, AutoCloseable {
    private final LongSupplier clock;
    private final Optional<InstanceRegistry> registry;
    private final BalancedUpstream control;
    private final EventLoopGroup dns =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<String, Caretaker> caretakers = new HashMap<>();
    private final Map<String, UpstreamSettings> candidateSettings = new HashMap<>();
    private volatile Map<String, BalancedUpstream> candidates = Map.of();

    /// @param registry where instances register themselves, if there is such a database
    public ConfiguredUpstreams(
            UpstreamSettings control, Optional<InstanceRegistry> registry, LongSupplier clock) {
        this.clock = clock;
        this.registry = registry;
        this.control = start("control", control);
    }

    @Override
    public BalancedUpstream control() {
        return control;
    }

    @Override
    public @Nullable BalancedUpstream candidate(String module) {
        return candidates.get(module);
    }

    /// All of them, the control first.
    public List<BalancedUpstream> all() {
        var all = new ArrayList<BalancedUpstream>();
        all.add(control);
        all.addAll(candidates.values());
        return all;
    }

    /// Takes over the candidates of all modules; those whose settings stay keep their state.
    public synchronized void candidates(Map<String, UpstreamSettings> wanted) {
        var next = new HashMap<String, BalancedUpstream>();
        wanted.forEach((module, settings) -> {
            var running = candidates.get(module);
            boolean stays = running != null && settings.equals(candidateSettings.get(module));
            next.put(module, stays && running != null ? running : restart(module, settings));
        });
        candidateSettings.keySet().stream()
                .filter(module -> !wanted.containsKey(module))
                .toList()
                .forEach(this::end);
        candidateSettings.putAll(wanted);
        candidates = Map.copyOf(next);
    }

    private BalancedUpstream restart(String module, UpstreamSettings settings) {
        end(module);
        return start(module, settings);
    }

    private void end(String module) {
        candidateSettings.remove(module);
        var caretaker = caretakers.remove(module);
        var upstream = candidates.get(module);
        if (caretaker != null) {
            caretaker.close();
        }
        if (upstream != null) {
            for (var instance : upstream.instances().all()) {
                instance.endpoint().remove();
            }
        }
    }

    private BalancedUpstream start(String name, UpstreamSettings settings) {
        var instances =
                new Instances(balancing(settings), () -> ThreadLocalRandom.current().nextDouble());
        var caretaker =
                new Caretaker(
                        name,
                        discovery(settings.discovery()),
                        address -> endpoint(address, settings),
                        instances,
                        care(settings),
                        clock);
        caretaker.start();
        caretakers.put(name, caretaker);
        return new BalancedUpstream(
                name,
                patience(settings),
                settings.concurrentRequests(),
                new CircuitBreaker(breaker(settings.breaker())),
                new RetryBudget(settings.retry().budgetPercent()),
                instances,
                clock);
    }

    private Discovery discovery(UpstreamSettings.Discovery source) {
        return switch (source) {
            case UpstreamSettings.Discovery.Static(var endpoints) -> () -> written(endpoints);
            case UpstreamSettings.Discovery.Dns(var endpoint) ->
                    new DnsDiscovery(
                            endpoint.secure(),
                            endpoint.host(),
                            endpoint.port(),
                            InetAddress::getAllByName);
            case UpstreamSettings.Discovery.DnsService(var secure, var name) ->
                    new DnsServiceDiscovery(
                            secure,
                            name,
                            dns.next(),
                            DnsServerAddressStreamProviders.platformDefault());
            case UpstreamSettings.Discovery.Registry(var service) ->
                    registry.orElseThrow(() ->
                                    new IllegalStateException(
                                            "The instances of '%s' are in a registry, and this proxy has no source database."
                                                    .formatted(service)))
                            .of(service);
        };
    }

    private static List<Discovery.Address> written(
            List<dev.banyan.ledger.config.Endpoint> endpoints) {
        return endpoints.stream()
                .map(it -> new Discovery.Address(it.secure(), it.host(), it.port(), it.host()))
                .toList();
    }

    private static Endpoint endpoint(Discovery.Address address, UpstreamSettings settings) {
        return new Endpoint(
                new InetSocketAddress(address.host(), address.port()),
                settings.protocol() == UpstreamSettings.Protocol.HTTP2
                        ? Protocol.HTTP_2
                        : Protocol.HTTP_1_1,
                address.secure() ? address.serverName() : null,
                settings.trustedCertificates().orElse(null),
                settings.timeouts().connect());
    }

    private static Patience patience(UpstreamSettings settings) {
        return new Patience(
                settings.retry().tries(),
                settings.retry().backoff(),
                settings.timeouts().response(),
                settings.timeouts().idle());
    }

    private static Instances.Settings balancing(UpstreamSettings settings) {
        return new Instances.Settings(
                settings.balance() == UpstreamSettings.Balance.LEAST_CONNECTIONS
                        ? Instances.Balance.LEAST_CONNECTIONS
                        : Instances.Balance.ROUND_ROBIN,
                settings.ejection().failures(),
                settings.ejection().duration(),
                settings.ejection().mostPercent(),
                settings.slowStart());
    }

    private static Caretaker.Settings care(UpstreamSettings settings) {
        var health = settings.health();
        return new Caretaker.Settings(
                settings.refresh(),
                health.interval(),
                health.failures(),
                health.successes(),
                new HealthCheck(health.path(), health.timeout()));
    }

    private static BreakerSettings breaker(UpstreamSettings.Breaker breaker) {
        return new BreakerSettings(
                breaker.window(),
                breaker.minimumCalls(),
                breaker.failurePercent(),
                breaker.slowAfter(),
                breaker.slowPercent(),
                breaker.open(),
                breaker.trialCalls());
    }

    @Override
    public synchronized void close() {
        caretakers.values().forEach(Caretaker::close);
        var _ = dns.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
