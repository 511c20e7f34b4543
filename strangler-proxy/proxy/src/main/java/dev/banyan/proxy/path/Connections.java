package dev.banyan.proxy.path;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;

/// The ways to end a connection.
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, and that is heard.
final class Connections {

    private Connections() {}

    /// Closes when everything that was written has gone out.
    static void closeAfterFlush(Channel channel) {
        if (channel.isActive()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /// Resets: the peer must not take what it has for the whole.
    static void reset(Channel channel) {
        if (channel.isOpen() && channel.pipeline().get(SslHandler.class) == null) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }
}
