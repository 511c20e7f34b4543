package dev.banyan.outbox;

import dev.banyan.outbox.shop.Shop;
import dev.banyan.outbox.shop.stock.Moments;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/// A process of its own that writes orders until it is killed at a named moment.
final class CrashingShop {

    static final String REACHED = "REACHED THE MOMENT";

    private CrashingShop() {}

    /// The first argument names the moment, the others are settings.
    static void main(String[] arguments) {
        var application =
                new SpringApplicationBuilder(Shop.class)
                        .initializers(context ->
                                ((GenericApplicationContext) context)
                                        .registerBean(
                                                "testMoments",
                                                Moments.class,
                                                () -> stopAt(arguments[0])));
        var settings = java.util.Arrays.copyOfRange(arguments, 1, arguments.length);
        var orders =
                application
                        .properties(settings)
                        .run()
                        .getBean(dev.banyan.outbox.shop.ordering.Orders.class);
        for (int number = 0; ; number++) {
            orders.addLine("order-" + number % 3);
        }
    }

    /// Lets some through, so that there is something done, something unfinished and something
    /// waiting.
    private static Moments stopAt(String wanted) {
        var passed = new AtomicInteger();
        return (moment, event) -> {
            if (moment.equals(wanted) && passed.incrementAndGet() == 10) {
                System.out.println(REACHED);
                await(new CountDownLatch(1));
            }
        };
    }

    private static void await(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
