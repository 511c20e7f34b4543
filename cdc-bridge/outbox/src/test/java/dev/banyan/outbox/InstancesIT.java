package dev.banyan.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.outbox.shop.stock.Moments;
import dev.banyan.postgres.test.PostgresServer;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstancesIT {

    @Test
    void surviveF19AndHandleEachEventOnceAndInOrderTogether() throws Exception {
        var database = PostgresServer.shared().createDatabase();
        var first = new AtomicInteger();
        var second = new AtomicInteger();

        try (var one = RunningShop.on(database, counting(first), RunningShop.WITHOUT_WEB);
                var two = RunningShop.on(database, counting(second), RunningShop.WITHOUT_WEB);
                var writers = Executors.newFixedThreadPool(4)) {
            var done =
                    IntStream.range(0, 200)
                            .mapToObj(number ->
                                    writers.submit(() ->
                                            (number % 2 == 0 ? one : two)
                                                    .orders()
                                                    .addLine("shared-" + number % 5)))
                            .toList();
            for (var line : done) {
                line.get();
            }
            one.awaitNothingUnfinished();

            var inOrder = IntStream.rangeClosed(1, 40).boxed().toList();
            for (int order = 0; order < 5; order++) {
                assertThat(one.reserved("shared-" + order)).isEqualTo(inOrder);
            }
            assertThat(first.get() + second.get()).isEqualTo(200);
            assertThat(first.get()).isPositive();
            assertThat(second.get()).isPositive();
        }
    }

    private static Moments counting(AtomicInteger handled) {
        return (moment, event) -> {
            if (moment.equals("AFTER_EFFECT")) {
                handled.incrementAndGet();
            }
        };
    }
}
