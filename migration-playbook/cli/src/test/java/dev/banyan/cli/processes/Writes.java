package dev.banyan.cli.processes;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Writes of single rows at a fixed rate, each as somebody else's: nobody waits for the answer to
/// another. Begins at once. Safe for use by threads.
final class Writes implements AutoCloseable {
    private static final int ROWS = 200;

    private final URI[] rows = new URI[ROWS];
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();

    /// @param begun when it was sent, by `System.nanoTime`
    private record Answered(long begun, long nanos) {
        double millis() {
            return nanos / 1e6;
        }
    }

    Writes(int port, int perSecond) {
        for (int i = 0; i < ROWS; i++) {
            rows[i] = URI.create("http://127.0.0.1:%d/loans/%d/remark".formatted(port, i + 1));
        }
        long every = TimeUnit.SECONDS.toMicros(1) / perSecond;
        var _ = clock.scheduleAtFixedRate(this::write, 0, every, TimeUnit.MICROSECONDS);
    }

    private void write() {
        long number = sent.getAndIncrement();
        var request =
                HttpRequest.newBuilder(rows[(int) (number % ROWS)])
                        .timeout(Duration.ofMinutes(1))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("remark=w" + number))
                        .build();
        long begun = System.nanoTime();
        var _ =
                http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .whenComplete((answer, problem) -> note(begun, answer, problem));
    }

    private void note(long begun, HttpResponse<Void> answer, @Nullable Throwable problem) {
        if (problem != null) {
            failures.add(problem.toString());
        } else if (answer.statusCode() != 303) {
            failures.add(answer.toString());
        } else {
            answers.add(new Answered(begun, System.nanoTime() - begun));
        }
    }

    /// Sends no more, and waits for the answers that are missing.
    void stop() {
        clock.shutdownNow();
        Eventually.await("every answer", () -> answers.size() + failures.size() >= sent.get());
    }

    /// The one that took longest of those that were answered and begun since a moment of
    /// `System.nanoTime`, in milliseconds.
    double longestSince(long moment) {
        return answers.stream()
                .filter(answer -> answer.begun() >= moment)
                .mapToDouble(Answered::millis)
                .max()
                .orElse(Double.NaN);
    }

    List<Double> millis() {
        return answers.stream().map(Answered::millis).toList();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    long sent() {
        return sent.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.shutdownNow();
    }
}
