package dev.banyan.shop.ordering;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Streams the statuses of orders to clients. Each stream reads the history again and again, so it
/// sees what any process has written, and holds no connection to the database meanwhile.
@Component
class OrderProgress {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final int MOST = 500;

    private final OrderHistory history;
    private final Semaphore free = new Semaphore(MOST);

    OrderProgress(OrderHistory history) {
        this.history = history;
    }

    /// Sends what comes after that number, until the order is decided, the client goes or five
    /// minutes are over.
    SseEmitter follow(UUID orderId, int last) {
        if (!free.tryAcquire()) {
            throw new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE);
        }
        var emitter = new SseEmitter(LONGEST.toMillis());
        var closed = new CountDownLatch(1);
        emitter.onCompletion(closed::countDown);
        emitter.onTimeout(closed::countDown);
        emitter.onError(failure -> closed.countDown());
        Thread.ofVirtual().name("order-progress").start(() -> run(emitter, closed, orderId, last));
        return emitter;
    }

    private void run(SseEmitter emitter, CountDownLatch closed, UUID orderId, int last) {
        try {
            send(emitter, closed, orderId, last);
            emitter.complete();
        } catch (IOException e) {
            emitter.complete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (RuntimeException e) {
            emitter.completeWithError(e);
        } finally {
            free.release();
        }
    }

    private void send(SseEmitter emitter, CountDownLatch closed, UUID orderId, int last)
            throws IOException, InterruptedException {
        int sent = last;
        do {
            List<OrderHistory.Change> changes = history.after(orderId, sent);
            for (var change : changes) {
                emitter.send(
                        SseEmitter.event()
                                .id(Integer.toString(change.number()))
                                .name("status")
                                .data(change));
                sent = change.number();
            }
            if (!changes.isEmpty() && changes.getLast().status().isDecided()) {
                return;
            }
        } while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    }
}
