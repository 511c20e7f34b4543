package dev.banyan.seam.internal;

import dev.banyan.seam.ModuleFencedException;
import dev.banyan.seam.ModuleUnavailableException;
import dev.banyan.seam.ModuleUnavailableException.Reason;
import dev.banyan.seam.Patience;
import dev.banyan.seam.SeamSettings;
import dev.banyan.seam.internal.Published.Call;
import dev.banyan.seam.internal.Table.Entry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientResponseException;

/// Calls the service of one module: breaker, bound on calls in flight, tries within one limit. Safe
/// for all threads.
final class Remote {

    private final String module;
    private final SeamSettings settings;
    private final Surroundings surroundings;
    private final CircuitBreaker breaker;
    private final Semaphore places;
    private final RetryBudget budget;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Key, Object> clients = new ConcurrentHashMap<>();

    private record Key(Class<?> type, URI base) {}

    /// What all modules' calls share.
    ///
    /// @param keys makes idempotency keys
    /// @param traceParent the trace of the running request, where no tracing sets it
    record Surroundings(
            HttpClients clients,
            Addresses addresses,
            Answers answers,
            SeamMetrics metrics,
            Supplier<String> keys,
            Supplier<@Nullable String> traceParent,
            RandomGenerator random) {}

    Remote(String module, SeamSettings settings, Surroundings surroundings) {
        this.module = module;
        this.settings = settings;
        this.surroundings = surroundings;
        this.breaker = CircuitBreaker.of("banyan-seam-" + module, breaker(settings));
        this.places = new Semaphore(settings.call().concurrent());
        this.budget = new RetryBudget(settings.call().retryPercent());
        surroundings
                .metrics()
                .watch(module, () -> breaker.getState() != CircuitBreaker.State.CLOSED);
    }

    private static CircuitBreakerConfig breaker(SeamSettings settings) {
        var wanted = settings.breaker();
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(wanted.window())
                .minimumNumberOfCalls(wanted.minimumCalls())
                .failureRateThreshold(wanted.failurePercent())
                .slowCallDurationThreshold(wanted.slowAfter())
                .slowCallRateThreshold(wanted.slowPercent())
                .waitDurationInOpenState(wanted.open())
                .permittedNumberOfCallsInHalfOpenState(wanted.trialCalls())
                .build();
    }

    /// Asks the service.
    ///
    /// @param entry the table that decided
    /// @throws ModuleFencedException if the service does not own the module
    @Nullable Object call(
            Published published, Call call, @Nullable Object[] arguments, Entry entry) {
        if (!places.tryAcquire()) {
            throw unavailable(
                    Reason.BUSY,
                    "%d calls are in flight, which is the limit"
                            .formatted(settings.call().concurrent()),
                    null);
        }
        try {
            return counted(published, call, arguments, entry);
        } finally {
            places.release();
        }
    }

    private @Nullable Object counted(
            Published published, Call call, @Nullable Object[] arguments, Entry entry) {
        long began = System.nanoTime();
        var outcome = "answered";
        try {
            return tries(published, call, arguments, entry);
        } catch (ModuleFencedException e) {
            outcome = "fenced";
            throw e;
        } catch (ModuleUnavailableException e) {
            outcome = e.reason().name().toLowerCase(Locale.ROOT);
            throw e;
        } catch (RuntimeException e) {
            outcome = "refused";
            throw e;
        } finally {
            surroundings.metrics().called(module, call.name(), outcome, System.nanoTime() - began);
        }
    }

    private @Nullable Object tries(
            Published published, Call call, @Nullable Object[] arguments, Entry entry) {
        long end = System.nanoTime() + total().toNanos();
        var key = call.reads() ? null : surroundings.keys().get();
        var table = call.reads() ? null : entry.header();
        budget.called();
        for (int number = 1; ; number++) {
            var left = Duration.ofNanos(end - System.nanoTime());
            var limit = left.compareTo(timeout()) < 0 ? left : timeout();
            if (!limit.isPositive()) {
                throw unavailable(Reason.TIMEOUT, "it gave no answer within " + total(), null);
            }
            var trace = surroundings.traceParent().get();
            var outgoing = new Outgoing(limit, left, key, table, trace);
            try {
                return once(published, call, arguments, outgoing);
            } catch (ModuleUnavailableException failed) {
                if (!mayRepeat(failed, number)) {
                    throw failed;
                }
                pause(number, failed);
                surroundings.metrics().repeated(module);
            }
        }
    }

    /// Reads change nothing, and writes carry a key: both may be repeated.
    private boolean mayRepeat(ModuleUnavailableException failed, int number) {
        boolean sent = failed.reason() == Reason.FAILED || failed.reason() == Reason.TIMEOUT;
        return sent && number < settings.call().tries() && budget.take();
    }

    private void pause(int number, ModuleUnavailableException failed) {
        long longest = settings.call().backoff().toMillis() << (number - 1);
        try {
            TimeUnit.MILLISECONDS.sleep(surroundings.random().nextLong(longest / 2, longest + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed;
        }
    }

    private @Nullable Object once(
            Published published, Call call, @Nullable Object[] arguments, Outgoing outgoing) {
        var client = client(published.type());
        if (!breaker.tryAcquirePermission()) {
            throw unavailable(Reason.BREAKER_OPEN, "its breaker is open", null);
        }
        long began = System.nanoTime();
        try {
            var answer = outgoing.during(() -> call.method().invoke(client, arguments));
            succeeded(began);
            return answer;
        } catch (InvocationTargetException e) {
            throw judged(e.getCause(), began);
        } catch (ReflectiveOperationException e) {
            breaker.releasePermission();
            throw new IllegalStateException("'%s' is not public.".formatted(call.name()), e);
        }
    }

    private void succeeded(long began) {
        breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }

    /// What the service refuses says nothing against its health.
    private RuntimeException judged(@Nullable Throwable failure, long began) {
        if (failure instanceof RestClientResponseException answer) {
            var fenced = Answers.fenced(answer);
            if (fenced != null || !isServerError(answer.getStatusCode())) {
                succeeded(began);
                return fenced != null ? fenced : surroundings.answers().refusal(module, answer);
            }
            failed(began, answer);
            return unavailable(
                    Reason.FAILED, "its service answered " + answer.getStatusCode(), answer);
        }
        if (failure instanceof ResourceAccessException broken) {
            failed(began, broken);
            return broken.getCause() instanceof HttpTimeoutException
                    ? unavailable(Reason.TIMEOUT, "its service gave no answer in time", broken)
                    : unavailable(Reason.FAILED, "its service cannot be reached", broken);
        }
        breaker.releasePermission();
        return failure instanceof RuntimeException bug
                ? bug
                : new IllegalStateException("A call of '%s' failed.".formatted(module), failure);
    }

    private static boolean isServerError(HttpStatusCode status) {
        return status.is5xxServerError();
    }

    private void failed(long began, Throwable cause) {
        breaker.onError(System.nanoTime() - began, TimeUnit.NANOSECONDS, cause);
    }

    private Object client(Class<?> type) {
        var all = surroundings.addresses().of(module);
        if (all.isEmpty()) {
            throw unavailable(
                    Reason.UNKNOWN_ADDRESS,
                    "nobody says where its service is. Next: give 'banyan.seam.modules.%s.candidate-url'"
                            .formatted(module),
                    null);
        }
        var base = pick(all);
        return clients.computeIfAbsent(
                new Key(type, base), key -> surroundings.clients().of(key.type(), key.base()));
    }

    private URI pick(List<URI> all) {
        return all.get(Math.floorMod(next.getAndIncrement(), all.size()));
    }

    private Duration timeout() {
        var own = settings.modules().get(module);
        var set = own == null ? null : own.timeout();
        return set == null ? settings.call().timeout() : set;
    }

    private Duration total() {
        var own = settings.modules().get(module);
        var set = own == null ? null : own.total();
        var limit = set == null ? settings.call().total() : set;
        var patience = Patience.current();
        return patience == null || patience.left().compareTo(limit) > 0 ? limit : patience.left();
    }

    private ModuleUnavailableException unavailable(
            Reason reason, String what, @Nullable Throwable cause) {
        return new ModuleUnavailableException(module, reason, what, cause);
    }
}
