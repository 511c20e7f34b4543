package dev.banyan.proxy;

import dev.banyan.ledger.config.Address;
import dev.banyan.ledger.config.ProxySettings;
import dev.banyan.proxy.spi.HoldBounds;
import dev.banyan.proxy.spi.Limits;
import dev.banyan.proxy.spi.ListenSettings;
import dev.banyan.proxy.spi.Strictness;
import dev.banyan.proxy.spi.Timeouts;
import dev.banyan.proxy.spi.TlsSettings;
import dev.banyan.proxy.spi.Transport;
import java.net.InetSocketAddress;
import java.util.Map;

/// Turns the settings of `banyan.yaml` into those of the data path.
final class Settings {

    private Settings() {}

    static dev.banyan.proxy.spi.ProxySettings of(
            ProxySettings settings, Map<String, String> environment) {
        var defaults = dev.banyan.proxy.spi.ProxySettings.on(listen(settings, environment));
        return defaults.with(limits(settings.limits()))
                .with(timeouts(settings))
                .with(hold(settings.hold()))
                .with(strictness(settings));
    }

    private static ListenSettings listen(ProxySettings settings, Map<String, String> environment) {
        var listen =
                ListenSettings.on(socketAddress(settings.listen()))
                        .with(Transport.valueOf(settings.transport().name()))
                        .withLoops(settings.loops());
        return settings.tls()
                .map(tls -> listen.withTls(socketAddress(tls.listen()), tls(tls, environment)))
                .orElse(listen);
    }

    private static InetSocketAddress socketAddress(Address address) {
        return new InetSocketAddress(address.host(), address.port());
    }

    private static TlsSettings tls(ProxySettings.Tls tls, Map<String, String> environment) {
        var password = tls.keyPassword().map(secret -> secret.reveal(environment)).orElse(null);
        return new TlsSettings(tls.certificate(), tls.key(), password);
    }

    private static Limits limits(ProxySettings.Limits limits) {
        var defaults = Limits.DEFAULT;
        return new Limits(
                (int) limits.requestLine().bytes(),
                (int) limits.head().bytes(),
                limits.headers(),
                limits.body().bytes(),
                limits.connections(),
                limits.concurrentStreams(),
                defaults.idlePerUpstream(),
                defaults.requestsPerConnection());
    }

    private static Timeouts timeouts(ProxySettings settings) {
        var limits = settings.limits();
        var defaults = Timeouts.DEFAULT;
        return new Timeouts(
                limits.headTimeout(),
                limits.idle(),
                limits.idle(),
                defaults.upstreamIdle(),
                limits.webSocketIdle(),
                defaults.ownWrites());
    }

    private static HoldBounds hold(ProxySettings.Hold hold) {
        return new HoldBounds(
                hold.requests(),
                hold.bytes().bytes(),
                (int) hold.bodyBytes().bytes(),
                hold.time(),
                HoldBounds.DEFAULT.releasedPerTick());
    }

    private static Strictness strictness(ProxySettings settings) {
        var strict = Strictness.STRICT;
        return new Strictness(
                strict.encodedSlashes(),
                strict.emptySegments(),
                strict.underscores(),
                strict.trailers(),
                settings.trustedProxies());
    }
}
