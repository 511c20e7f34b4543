package dev.banyan.proxy.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// The proxies in front of this one whose word counts. Immutable.
public final class Peers {

    private final List<IpSubnetFilterRule> networks;

    /// @param networks as `10.0.0.0/8` or a single address
    public Peers(List<String> networks) {
        this.networks = networks.stream().map(Peers::parse).toList();
    }

    public boolean contains(InetSocketAddress address) {
        for (var network : networks) {
            if (network.matches(address)) {
                return true;
            }
        }
        return false;
    }

    private static IpSubnetFilterRule parse(String text) {
        int slash = text.indexOf('/');
        var host = slash < 0 ? text : text.substring(0, slash);
        try {
            // Only literals: a name would be looked up, and would mean something else tomorrow.
            var address = InetAddress.ofLiteral(host);
            int whole = address.getAddress().length * 8;
            int prefix = slash < 0 ? whole : Integer.parseInt(text.substring(slash + 1));
            return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The trusted peer '%s' is not an address or a network like '10.0.0.0/8'."
                            .formatted(text),
                    e);
        }
    }
}
