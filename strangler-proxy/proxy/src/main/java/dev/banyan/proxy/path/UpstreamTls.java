package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Endpoint;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/// TLS to upstreams: their certificate is verified, and must carry the name that was asked for.
/// Thread-safe.
final class UpstreamTls {

    /// @param trust the file of trusted certificates, or empty for those of the JDK
    private record Kind(String trust, boolean http2) {}

    private final ConcurrentHashMap<Kind, SslContext> contexts = new ConcurrentHashMap<>();

    void install(Channel channel, Endpoint endpoint, boolean http2) {
        var name = endpoint.serverName();
        if (name == null) {
            return;
        }
        var trust = endpoint.trust() == null ? "" : endpoint.trust().toString();
        var context = contexts.computeIfAbsent(new Kind(trust, http2), UpstreamTls::create);
        var handler = context.newHandler(channel.alloc(), name, endpoint.address().getPort());
        handler.setHandshakeTimeoutMillis(UpstreamChannels.connectMillis(endpoint));
        channel.pipeline().addLast(handler);
    }

    static Future<Channel> handshake(Channel channel) {
        return channel.pipeline().get(SslHandler.class).handshakeFuture();
    }

    static boolean speaksHttp2(Channel channel) {
        var chosen = channel.pipeline().get(SslHandler.class).applicationProtocol();
        return ApplicationProtocolNames.HTTP_2.equals(chosen);
    }

    private static SslContext create(Kind kind) {
        try {
            var builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
            if (!kind.trust().isEmpty()) {
                builder.trustManager(new java.io.File(kind.trust()));
            }
            if (kind.http2()) {
                builder.ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                        .applicationProtocolConfig(onlyHttp2());
            }
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException(
                    "The trusted certificates '%s' cannot be read.".formatted(kind.trust()), e);
        }
    }

    private static ApplicationProtocolConfig onlyHttp2() {
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2);
    }
}
