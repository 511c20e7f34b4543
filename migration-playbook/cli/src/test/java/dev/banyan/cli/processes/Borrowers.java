package dev.banyan.cli.processes;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// People at browsers who lend tools, write remarks and look at pages, one after the other. Each
/// keeps its cookies, follows redirects, and looks for what it has just written.
final class Borrowers implements AutoCloseable {
    private static final int ROUNDS = 5;

    private final String base;
    private final Duration pace;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();

    /// Loans that were acknowledged, with the remark that was acknowledged last.
    final Map<Long, String> remarks = new ConcurrentHashMap<>();

    /// Answers that nobody should get.
    final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /// Own writes that a page did not show.
    final Queue<String> missed = new ConcurrentLinkedQueue<>();

    /// Remarks of writes without an answer: they happened or not.
    final Queue<String> unknown = new ConcurrentLinkedQueue<>();

    /// @param name begins every remark, so that those of several groups can be told apart
    /// @param pace between two rounds of one borrower
    Borrowers(String name, int port, int number, Duration pace, long seed) {
        this.base = "http://127.0.0.1:" + port;
        this.pace = pace;
        for (int i = 0; i < number; i++) {
            var borrower = new Borrower(new Random(seed + i));
            threads.add(Thread.ofVirtual().name(name + "-" + i).start(borrower::live));
        }
    }

    /// Waits until so many more answers have come.
    void awaitAnswers(long more) {
        long wanted = answered.get() + more;
        Eventually.await("%d answers".formatted(wanted), () -> answered.get() >= wanted);
    }

    long answers() {
        return answered.get();
    }

    private final class Borrower {
        private final Random random;
        private final CookieManager cookies = new CookieManager();
        private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
        private long turn;

        Borrower(Random random) {
            this.random = random;
        }

        /// The next one in the queue sits down: without the cookies of the one before.
        private void change() {
            cookies.getCookieStore().removeAll();
            var visitor = new HttpCookie("visitor", Long.toHexString(random.nextLong()));
            visitor.setPath("/");
            visitor.setVersion(0);
            cookies.getCookieStore().add(URI.create(base), visitor);
        }

        void live() {
            try (http) {
                while (!ended.get()) {
                    if (turn % ROUNDS == 0) {
                        change();
                    }
                    round();
                    LockSupport.parkNanos(pace.toNanos());
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        private void round() throws InterruptedException {
            var remark = "%s-%d".formatted(Thread.currentThread().getName(), ++turn);
            var form =
                    "tool=%d&member=%d&remark=%s"
                            .formatted(
                                    1 + random.nextInt(20),
                                    1 + random.nextInt(20),
                                    encoded(remark));
            long loan = written("/loans", form, remark);
            if (loan > 0 && random.nextInt(2) == 0) {
                var again = remark + "-again";
                written("/loans/%d/remark".formatted(loan), "remark=" + encoded(again), again);
            }
            page(random.nextBoolean() ? "/loans" : "/tools");
        }

        /// Writes, follows the redirect and looks for it; the loan, or 0 without an answer.
        private long written(String path, String form, String remark) throws InterruptedException {
            var request =
                    request(path)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build();
            try {
                var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                answered.incrementAndGet();
                if (answer.statusCode() != 303) {
                    failures.add(
                            "POST %s: %d %s".formatted(path, answer.statusCode(), answer.body()));
                    unknown.add(remark);
                    return 0;
                }
                var place = answer.headers().firstValue("Location").orElseThrow();
                long loan = Long.parseLong(place.substring(place.lastIndexOf('/') + 1));
                remarks.put(loan, remark);
                look("/loans/" + loan, remark);
                return loan;
            } catch (IOException noAnswer) {
                unknown.add(remark);
                broken(path, noAnswer);
                return 0;
            }
        }

        private void look(String path, String remark) throws InterruptedException {
            var page = page(path);
            if (page.length() > 0 && !page.contains("<td>" + remark + "</td>")) {
                missed.add("%s does not show '%s': %s".formatted(path, remark, page));
            }
        }

        /// A page's text, empty where it failed.
        private String page(String path) throws InterruptedException {
            try {
                var answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
                answered.incrementAndGet();
                if (answer.statusCode() == 200) {
                    return answer.body();
                }
                failures.add("GET %s: %d %s".formatted(path, answer.statusCode(), answer.body()));
            } catch (IOException noAnswer) {
                broken(path, noAnswer);
            }
            return "";
        }

        private void broken(String path, IOException problem) {
            failures.add("%s: %s".formatted(path, problem));
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofMinutes(1));
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    /// Everybody goes home; what was begun is finished.
    @Override
    public void close() {
        ended.set(true);
        threads.forEach(Eventually::join);
    }
}
