package dev.banyan.proxy.path;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpMessage;

/// What an encoder of HTTP/1.1 offers to who wants to put a whole message into one buffer. Confined
/// to one loop.
interface HeadEncoder extends ChannelHandler {

    /// Whether the body of a message with this head follows it as it is.
    boolean isPlain(HttpMessage head);

    void encode(HttpMessage head, ByteBuf into) throws Exception;
}
