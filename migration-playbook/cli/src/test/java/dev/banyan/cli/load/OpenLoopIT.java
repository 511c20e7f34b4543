package dev.banyan.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OpenLoopIT {

    @Test
    void plansTripsEvenlyHoweverLongTheyTake() throws Exception {
        List<Long> planned = Collections.synchronizedList(new ArrayList<>());
        var all = new CountDownLatch(20);
        var loop =
                new OpenLoop(
                        Pace.steady(1_000),
                        moment -> {
                            planned.add(moment);
                            all.countDown();
                            await(all);
                        });

        loop.run(Duration.ofMillis(20));

        Collections.sort(planned);
        assertThat(planned).hasSize(20);
        for (int i = 1; i < planned.size(); i++) {
            assertThat(planned.get(i) - planned.get(i - 1)).isEqualTo(1_000_000);
        }
        assertThat(loop.underWay()).isZero();
    }

    @Test
    void leavesOutAndCountsWhatIsBeyondItsBound() throws Exception {
        var over = new CountDownLatch(1);
        var loop = new OpenLoop(Pace.steady(10_000), _ -> await(over));
        var thread = Thread.ofVirtual().start(() -> run(loop));
        while (loop.leftOut() < 3) {
            Thread.onSpinWait();
        }

        assertThat(loop.underWay()).isEqualTo(OpenLoop.MOST_UNDER_WAY);
        loop.stop();
        over.countDown();
        thread.join();
        assertThat(loop.underWay()).isZero();
    }

    private static void run(OpenLoop loop) {
        try {
            loop.run(Duration.ofHours(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
