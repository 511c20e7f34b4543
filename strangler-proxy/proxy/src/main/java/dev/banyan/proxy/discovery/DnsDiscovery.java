package dev.banyan.proxy.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// The A and AAAA records of a host, asked with the resolver of the JDK.
public final class DnsDiscovery implements Discovery {

    /// Asks for the addresses of a host.
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final boolean secure;
    private final String host;
    private final int port;
    private final Resolver resolver;

    public DnsDiscovery(boolean secure, String host, int port, Resolver resolver) {
        this.secure = secure;
        this.host = host;
        this.port = port;
        this.resolver = resolver;
    }

    @Override
    public List<Address> instances() throws DiscoveryFailed {
        try {
            return Arrays.stream(resolver.resolve(host))
                    .map(found -> new Address(secure, found.getHostAddress(), port, host))
                    .distinct()
                    .toList();
        } catch (UnknownHostException unknown) {
            throw new DiscoveryFailed("The name '%s' cannot be resolved.".formatted(host), unknown);
        }
    }
}
