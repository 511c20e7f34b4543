package dev.banyan.replication.internal.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.base.QueueProvider;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatientQueueTests {

    private final PatientQueue<String> queue = new PatientQueue<>();

    @Test
    void givesEventsInTheirOrder() {
        queue.enqueue("first");
        queue.enqueue("second");

        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.poll()).isEqualTo("first");
        assertThat(queue.poll()).isEqualTo("second");
        assertThat(queue.size()).isZero();
        assertThat(queue.poll()).isNull();
    }

    /// Without a rest there would be more than a hundred thousand looks.
    @Test
    void isLookedIntoSeldomWhileItIsEmpty() {
        int looks = 0;
        for (long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
                System.nanoTime() < end;
                looks++) {
            assertThat(queue.size()).isZero();
        }

        assertThat(looks).isLessThan(1_000);
    }

    @Test
    void isFoundByDebezium() {
        assertThat(ServiceLoader.load(QueueProvider.class))
                .anySatisfy(provider -> assertThat(provider).isInstanceOf(PatientQueue.class));
    }
}
