package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.StandardSocketOptions;
import org.jspecify.annotations.Nullable;

/// How this machine is talked to.
///
/// @param why why no faster one was taken, or empty
record ChosenTransport(
        Transport kind,
        String why,
        IoHandlerFactory handlers,
        Class<? extends ServerSocketChannel> server,
        Class<? extends SocketChannel> client) {

    /// Takes the wanted one, or the fastest that works.
    ///
    /// @throws IllegalStateException when the wanted one does not work here
    static ChosenTransport of(Transport wanted) {
        return switch (wanted) {
            case AUTO -> fastest();
            case IO_URING -> ioUring();
            case EPOLL -> epoll("asked for");
            case NIO -> nio("asked for");
        };
    }

    static boolean isAvailable(Transport kind) {
        return switch (kind) {
            case AUTO, NIO -> true;
            case IO_URING -> IoUring.isAvailable();
            case EPOLL -> Epoll.isAvailable();
        };
    }

    private static ChosenTransport fastest() {
        if (IoUring.isAvailable()) {
            return ioUring();
        }
        var why = "io_uring: " + reason(IoUring.unavailabilityCause());
        if (Epoll.isAvailable()) {
            return epoll(why);
        }
        return nio(why + "; epoll: " + reason(Epoll.unavailabilityCause()));
    }

    private static ChosenTransport ioUring() {
        if (!IoUring.isAvailable()) {
            throw unavailable(Transport.IO_URING, IoUring.unavailabilityCause());
        }
        return new ChosenTransport(
                Transport.IO_URING,
                "",
                IoUringIoHandler.newFactory(),
                IoUringServerSocketChannel.class,
                IoUringSocketChannel.class);
    }

    private static ChosenTransport epoll(String why) {
        if (!Epoll.isAvailable()) {
            throw unavailable(Transport.EPOLL, Epoll.unavailabilityCause());
        }
        return new ChosenTransport(
                Transport.EPOLL,
                why,
                EpollIoHandler.newFactory(),
                EpollServerSocketChannel.class,
                EpollSocketChannel.class);
    }

    private static ChosenTransport nio(String why) {
        return new ChosenTransport(
                Transport.NIO,
                why,
                NioIoHandler.newFactory(),
                NioServerSocketChannel.class,
                NioSocketChannel.class);
    }

    private static IllegalStateException unavailable(Transport kind, @Nullable Throwable cause) {
        return new IllegalStateException(
                "The transport '%s' does not work here: %s. Next: set the transport to 'auto'."
                        .formatted(kind, reason(cause)),
                cause);
    }

    private static String reason(@Nullable Throwable cause) {
        var root = cause;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return root == null ? "no cause given" : String.valueOf(root.getMessage());
    }

    /// Lets a second process listen on the same address, so that it can take over.
    void reusePort(ServerBootstrap bootstrap) {
        switch (kind) {
            case IO_URING -> bootstrap.option(IoUringChannelOption.SO_REUSEPORT, true);
            case EPOLL -> bootstrap.option(EpollChannelOption.SO_REUSEPORT, true);
            case NIO, AUTO ->
                    bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
        }
    }

    String description() {
        return why.isEmpty() ? kind.toString() : kind + " (" + why + ")";
    }
}
