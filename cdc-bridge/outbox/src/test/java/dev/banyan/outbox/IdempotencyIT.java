package dev.banyan.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdempotencyIT {

    private static final String BODY = "{\"article\":\"tea\"}";

    private static RunningShop shop;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        shop =
                RunningShop.on(
                        PostgresServer.shared().createDatabase(),
                        "banyan.outbox.idempotency.largest-request=1000");
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        shop.close();
    }

    @Test
    void answersARepeatedRequestWithTheFirstAnswerAndDoesItOnce() throws Exception {
        var first = post("repeated", "key-1", BODY);
        var second = post("repeated", "key-1", BODY);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location")).contains("/orders/repeated");
        assertThat(second.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(lines("repeated")).isEqualTo(1);
    }

    @Test
    void refusesAKeyThatWasUsedForAnotherBody() throws Exception {
        post("reused", "key-2", BODY);

        var other = post("reused", "key-2", "{\"article\":\"coffee\"}");

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("urn:banyan:idempotency-key-reused");
        assertThat(lines("reused")).isEqualTo(1);
    }

    @Test
    void doesConcurrentRequestsWithOneKeyOnce() throws Exception {
        var answers = new ArrayList<Future<HttpResponse<String>>>();
        try (var clients = Executors.newFixedThreadPool(8)) {
            for (int number = 0; number < 8; number++) {
                answers.add(clients.submit(() -> post("racing", "key-3", BODY)));
            }
        }

        var bodies = new HashSet<String>();
        for (var answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(201);
            bodies.add(answer.get().body());
        }
        assertThat(bodies).hasSize(1);
        assertThat(lines("racing")).isEqualTo(1);
    }

    @Test
    void keepsNothingOfARequestThatFailedAndTriesItAgain() throws Exception {
        var failed = post("failing", "key-4", "{\"fail\":\"yes\"}");

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(
                        shop.jdbc()
                                .queryForList(
                                        "select 1 from ordering.idempotency_key where key = 'key-4'"))
                .isEmpty();
        assertThat(shop.count("ordering.orders where id = 'failing'")).isZero();
    }

    @Test
    void leavesACommitThatFailedToTheApplication() throws Exception {
        refuseAtCommit("unkept");

        var failed = post("unkept", "key-7", BODY);

        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(failed.body()).isEqualTo("The commit failed.");
        assertThat(failed.headers().firstValue("Location")).isEmpty();
        assertThat(shop.count("ordering.idempotency_key where key = 'key-7'")).isZero();
        assertThat(shop.count("ordering.orders where id = 'unkept'")).isZero();
    }

    /// As a constraint does that is checked late.
    private static void refuseAtCommit(String order) {
        shop.jdbc()
                .execute(
                        """
                        create function refuse_late() returns trigger language plpgsql as
                        $$ begin raise exception 'too late' using errcode = '23514'; end $$;
                        create constraint trigger refuse_late after insert on ordering.orders
                        deferrable initially deferred for each row when (new.id = '%s')
                        execute function refuse_late();
                        """
                                .formatted(order));
    }

    @Test
    void givesTheOneTrueAnswerWhenTheFirstWasLostWithItsConnection() throws Exception {
        sendAndHangUp("lost", "key-5");
        RunningShop.await("the effect", () -> shop.count("ordering.orders where id = 'lost'") == 1);

        var retry = post("lost", "key-5", BODY);

        assertThat(retry.statusCode()).isEqualTo(201);
        assertThat(retry.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(lines("lost")).isEqualTo(1);
    }

    @Test
    void refusesABodyAboveTheLimit() throws Exception {
        var answer = post("large", "key-6", "{\"article\":\"%s\"}".formatted("x".repeat(1000)));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(shop.count("ordering.orders where id = 'large'")).isZero();
    }

    @Test
    void refusesAKeyWithSpaces() throws Exception {
        assertThat(post("spaced", "a b", BODY).statusCode()).isEqualTo(400);
    }

    private static int lines(String order) {
        return shop.count("banyan_outbox.event where subject = '%s'".formatted(order));
    }

    private static HttpResponse<String> post(String order, String key, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/orders/%s/lines"
                                                .formatted(port(), order)))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void sendAndHangUp(String order, String key) throws IOException {
        var request =
                """
                POST /orders/%s/lines HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Idempotency-Key: %s\r
                Content-Length: %d\r
                \r
                %s\
                """
                        .formatted(order, key, BODY.length(), BODY);
        try (var socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }
    }

    private static int port() {
        return Integer.parseInt(
                java.util.Objects.requireNonNull(
                        shop.context().getEnvironment().getProperty("local.server.port")));
    }
}
