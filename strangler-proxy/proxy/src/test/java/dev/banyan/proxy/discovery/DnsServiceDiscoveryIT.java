package dev.banyan.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// SRV records of a real name server, which runs here.
@SuppressWarnings("NullAway.Init") // Set before each test.
class DnsServiceDiscoveryIT {
    private static final String NAME = "_shop._tcp.example.org.";

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private volatile List<Srv> records = List.of();
    private Channel server;

    private record Srv(int priority, int weight, int port, String target) {
        ByteBuf data() {
            var data = Unpooled.buffer();
            data.writeShort(priority).writeShort(weight).writeShort(port);
            for (var label : target.split("\\.", -1)) {
                data.writeByte(label.length());
                data.writeCharSequence(label, StandardCharsets.US_ASCII);
            }
            return data.writeByte(0);
        }
    }

    private final class NameServer extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            var answer =
                    new DatagramDnsResponse(
                            /* sender= */ query.recipient(),
                            /* recipient= */ query.sender(),
                            query.id());
            answer.addRecord(DnsSection.QUESTION, question);
            boolean known =
                    question.name().equals(NAME) && question.type().equals(DnsRecordType.SRV);
            answer.setCode(known ? DnsResponseCode.NOERROR : DnsResponseCode.NXDOMAIN);
            for (var record : known ? records : List.<Srv>of()) {
                answer.addRecord(
                        DnsSection.ANSWER,
                        new DefaultDnsRawRecord(NAME, DnsRecordType.SRV, 30, record.data()));
            }
            var _ = ctx.writeAndFlush(answer);
        }
    }

    @BeforeEach
    void start() throws InterruptedException {
        server =
                new Bootstrap()
                        .group(group)
                        .channel(NioDatagramChannel.class)
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new DatagramDnsQueryDecoder(),
                                                        new DatagramDnsResponseEncoder(),
                                                        new NameServer());
                                    }
                                })
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync()
                        .channel();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close().sync();
        group.shutdownGracefully().sync();
    }

    private DnsServiceDiscovery discovery(String name) {
        EventLoop loop = group.next();
        var address = (InetSocketAddress) server.localAddress();
        return new DnsServiceDiscovery(
                false, name, loop, new SingletonDnsServerAddressStreamProvider(address));
    }

    @Test
    void findsTheInstancesOfTheBestPriority() throws Exception {
        records =
                List.of(
                        new Srv(10, 5, 8081, "two.example.org"),
                        new Srv(20, 5, 9090, "spare.example.org"),
                        new Srv(10, 1, 8080, "one.example.org"));

        try (var discovery = discovery(NAME)) {
            assertThat(discovery.instances())
                    .containsExactly(
                            new Discovery.Address(
                                    false, "one.example.org", 8080, "one.example.org"),
                            new Discovery.Address(
                                    false, "two.example.org", 8081, "two.example.org"));
        }
    }

    @Test
    void saysWhichNameIsUnknown() {
        try (var discovery = discovery("_nobody._tcp.example.org.")) {
            assertThatThrownBy(discovery::instances)
                    .isInstanceOf(Discovery.DiscoveryFailed.class)
                    .hasMessageStartingWith(
                            "The SRV records of '_nobody._tcp.example.org.' cannot be had:");
        }
    }
}
