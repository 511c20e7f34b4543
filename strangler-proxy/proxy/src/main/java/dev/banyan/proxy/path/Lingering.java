package dev.banyan.proxy.path;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/// Closes a connection whose client is still sending: half first, so that the client can read its
/// answer, the rest after two seconds or a mebibyte at the latest. Confined to one loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class Lingering extends ChannelInboundHandlerAdapter {

    private static final long NANOS = 2_000_000_000L;
    private static final long BYTES = 1 << 20;

    private static final class End extends Timed {
        private final Channel channel;

        End(Channel channel) {
            this.channel = channel;
        }

        @Override
        void expired() {
            channel.close();
        }
    }

    private final Loop loop;
    private final End end;
    private long drained;

    private Lingering(Loop loop, Channel channel) {
        this.loop = loop;
        this.end = new End(channel);
        end.deadline = loop.in(NANOS);
        loop.deadlines.add(end);
    }

    static void begin(Loop loop, Channel channel) {
        if (!channel.isActive()) {
            return;
        }
        channel.pipeline().addFirst(new Lingering(loop, channel));
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener((ChannelFuture sent) -> shutDownOutput(sent.channel()));
    }

    private static void shutDownOutput(Channel channel) {
        boolean secure = channel.pipeline().get(SslHandler.class) != null;
        if (secure || !(channel instanceof DuplexChannel duplex)) {
            channel.close();
            return;
        }
        duplex.shutdownOutput();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        drained += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (drained > BYTES) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.deadlines.remove(end);
        ctx.fireChannelInactive();
    }
}
