package dev.banyan.cli.up;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/// A component for tests: answers 200 at once, or dies with a message.
final class SmallServer {

    private SmallServer() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("die")) {
            System.out.println("the disk is full");
            System.exit(7);
        }
        var address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        var server = HttpServer.create(address, 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        System.out.println("serving with token " + System.getenv("SMALL_TOKEN"));
        new CountDownLatch(1).await();
    }
}
