package dev.banyan.shop.storefront;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.banyan.seam.Patience;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/// Asks modules for their parts at the same time, each on a virtual thread of its own, and keeps
/// what was good. A part that is degraded is asked for again by the next page. Thread-safe.
@Component
class PartCalls implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(PartCalls.class);

    private final StorefrontSettings settings;
    private final MeterRegistry meters;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Semaphore> permits = new ConcurrentHashMap<>();
    private final Cache<Key, Part<?>> parts;

    PartCalls(StorefrontSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        this.parts =
                Caffeine.newBuilder()
                        .maximumSize(settings.cacheSize())
                        .expireAfterWrite(settings.cacheFor())
                        .build();
    }

    /// What a part is known by.
    ///
    /// @param productIds the products that it is about
    /// @param variant what else it depends on, such as a segment
    record Key(String name, List<UUID> productIds, String variant) {

        Key {
            productIds = List.copyOf(productIds);
        }
    }

    /// A part that was asked for, and until when to wait for it.
    interface Asked<T> {

        /// Waits for the part, until its time is over.
        Part<T> get();
    }

    /// Begins to ask, unless the part is known. Empty from the module means that it knows nothing.
    <T> Asked<T> ask(Key key, Duration timeout, Callable<Optional<T>> call) {
        @SuppressWarnings("unchecked") // each key is used with one type only
        var kept = (Part<T>) parts.getIfPresent(key);
        if (kept != null) {
            count(key, "cached");
            return () -> kept;
        }
        return begun(key, timeout, call);
    }

    /// Forgets the parts of that name which are about a product, alone or with others.
    void forget(String name, UUID productId) {
        parts.asMap()
                .keySet()
                .removeIf(key -> key.name().equals(name) && key.productIds().contains(productId));
    }

    private <T> Asked<T> begun(Key key, Duration timeout, Callable<Optional<T>> call) {
        var deadline = System.nanoTime() + timeout.toNanos();
        Callable<Optional<T>> patient = () -> Patience.of(timeout).during(call);
        var future = threads.submit(inContext(bounded(key.name(), patient)));
        return () -> {
            var part = await(key, future, deadline);
            if (!part.isDegraded()) {
                parts.put(key, part);
            }
            return part;
        };
    }

    private <T> Part<T> await(Key key, Future<Optional<T>> future, long deadline) {
        try {
            var answer = future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            count(key, "ok");
            return answer.map(Part::of).orElseGet(Part::absent);
        } catch (TimeoutException e) {
            future.cancel(true);
            return degraded(key, "timeout", e);
        } catch (ExecutionException e) {
            return e.getCause() instanceof TooManyCallsException
                    ? overloaded(key)
                    : degraded(key, "failed", e);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return degraded(key, "failed", e);
        }
    }

    /// Told by the counter alone: a line for each part would be most of the work when there is too
    /// much of it.
    private <T> Part<T> overloaded(Key key) {
        count(key, "overloaded");
        return Part.degraded("overloaded");
    }

    private <T> Part<T> degraded(Key key, String reason, Exception cause) {
        count(key, reason);
        log.warn(
                "Part '{}' of the products {} is left out: {} ({}).",
                key.name(),
                key.productIds(),
                reason,
                NestedExceptionUtils.getMostSpecificCause(cause).toString());
        log.debug("A part is left out.", cause);
        return Part.degraded(reason);
    }

    private void count(Key key, String outcome) {
        meters.counter("shop.storefront.parts", "part", key.name(), "outcome", outcome).increment();
    }

    /// The place is taken by the thread that gives it back: a call that is given up before it has
    /// begun never runs.
    private <T> Callable<T> bounded(String part, Callable<T> call) {
        return () -> {
            var places =
                    permits.computeIfAbsent(
                            part, name -> new Semaphore(settings.concurrentCalls()));
            if (!places.tryAcquire()) {
                throw new TooManyCallsException();
            }
            try {
                return call.call();
            } finally {
                places.release();
            }
        };
    }

    /// Has no stack: it says all by its class.
    private static final class TooManyCallsException extends Exception {

        private static final long serialVersionUID = 1L;

        private TooManyCallsException() {
            super(null, null, false, false);
        }
    }

    /// Takes the trace and the correlation id along.
    private static <T> Callable<T> inContext(Callable<T> call) {
        var logged = MDC.getCopyOfContextMap();
        return ContextSnapshotFactory.builder()
                .build()
                .captureAll()
                .wrap(() -> {
                    if (logged != null) {
                        MDC.setContextMap(logged);
                    }
                    return call.call();
                });
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
