package dev.banyan.proxy.discovery;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The SRV records of a name: those of the best priority. Weights are not looked at.
///
/// A server that does not answer within two seconds counts as an outage.
public final class DnsServiceDiscovery implements Discovery, AutoCloseable {
    private static final long TIMEOUT_MILLIS = 2_000;

    private final boolean secure;
    private final String name;
    private final DnsNameResolver resolver;

    /// @param loop where answers are read: not one of the traffic
    /// @param servers the servers to ask
    public DnsServiceDiscovery(
            boolean secure, String name, EventLoop loop, DnsServerAddressStreamProvider servers) {
        this.secure = secure;
        this.name = name;
        this.resolver =
                new DnsNameResolverBuilder(loop)
                        .datagramChannelType(NioDatagramChannel.class)
                        .nameServerProvider(servers)
                        .queryTimeoutMillis(TIMEOUT_MILLIS)
                        .build();
    }

    @Override
    public List<Address> instances() throws DiscoveryFailed {
        try {
            var question = new DefaultDnsQuestion(name, DnsRecordType.SRV);
            var records =
                    resolver.resolveAll(question).get(2 * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            return best(services(records)).stream()
                    .map(found -> new Address(secure, found.host(), found.port(), found.host()))
                    .toList();
        } catch (ExecutionException | TimeoutException failed) {
            throw failed(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failed(stopped);
        }
    }

    private DiscoveryFailed failed(Exception cause) {
        return new DiscoveryFailed(
                "The SRV records of '%s' cannot be had: %s.".formatted(name, cause.getMessage()),
                cause);
    }

    private static List<Service> services(List<DnsRecord> records) {
        var services = new ArrayList<Service>();
        for (var record : records) {
            if (record.type().equals(DnsRecordType.SRV) && record instanceof DnsRawRecord raw) {
                services.add(Service.of(raw));
            }
            ReferenceCountUtil.release(record);
        }
        return services;
    }

    static List<Service> best(List<Service> services) {
        int least = services.stream().mapToInt(Service::priority).min().orElse(0);
        return services.stream()
                .filter(service -> service.priority() == least)
                .sorted(Comparator.comparing(Service::host).thenComparingInt(Service::port))
                .toList();
    }

    @Override
    public void close() {
        resolver.close();
    }

    /// One record; the lowest priority is the best.
    record Service(int priority, int port, String host) {
        private static final int AFTER_WEIGHT = 4;
        private static final int TARGET = 6;

        /// Reads priority, weight, port and target, as RFC 2782 lays them out.
        static Service of(DnsRawRecord record) {
            var data = record.content().duplicate();
            int start = data.readerIndex();
            int priority = data.getUnsignedShort(start);
            int port = data.getUnsignedShort(start + AFTER_WEIGHT);
            data.readerIndex(start + TARGET);
            var target = DefaultDnsRecordDecoder.decodeName(data);
            return new Service(
                    priority,
                    port,
                    target.endsWith(".") ? target.substring(0, target.length() - 1) : target);
        }
    }
}
