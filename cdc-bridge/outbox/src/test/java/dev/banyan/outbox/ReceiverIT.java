package dev.banyan.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReceiverIT {

    private static final String TOKEN = "a-token-for-this-test";

    private static RunningShop shop;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        shop =
                RunningShop.on(
                        PostgresServer.shared().createDatabase(),
                        "banyan.outbox.receiver.enabled=true",
                        "banyan.outbox.receiver.token=" + TOKEN);
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        shop.close();
    }

    @Test
    void handlesAStructuredEventOnceHoweverOftenItComes() throws Exception {
        var id = new UUID(1, 1);

        assertThat(structured(id, "structured").statusCode()).isEqualTo(204);
        assertThat(structured(id, "structured").statusCode()).isEqualTo(204);

        assertThat(shop.reserved("structured")).containsExactly(1);
    }

    @Test
    void handlesAnEventInBinaryModeWithItsCorrelation() throws Exception {
        var request =
                request(TOKEN)
                        .header("Content-Type", "application/json")
                        .header("ce-specversion", "1.0")
                        .header("ce-id", new UUID(2, 2).toString())
                        .header("ce-source", "/other")
                        .header("ce-type", "ordering.line-added")
                        .header("ce-subject", "bin%61ry")
                        .header("ce-correlationid", "far-away")
                        .POST(HttpRequest.BodyPublishers.ofString(data(new UUID(2, 2), "binary")));

        assertThat(send(request).statusCode()).isEqualTo(204);

        assertThat(
                        shop.jdbc()
                                .queryForList(
                                        "select correlation from stock.reservation where order_id = 'binary'",
                                        String.class))
                .containsExactly("far-away");
    }

    @Test
    void doesNotHandleInProcessWhatCameOverHttpBefore() throws Exception {
        var listeners = shop.bean(Listeners.class);
        listeners.set("stock", Listening.RECEIVING, Duration.ofSeconds(30));
        var event = shop.orders().addLine("both");
        assertThat(structured(event, "both").statusCode()).isEqualTo(204);

        listeners.resume("stock");
        shop.awaitNothingUnfinished();

        assertThat(shop.reserved("both")).containsExactly(1);
    }

    @Test
    void refusesEventsAsFencedWhileTheListenersStandStill() throws Exception {
        var listeners = shop.bean(Listeners.class);
        listeners.pause("stock", Duration.ofSeconds(30));
        var answer = structured(new UUID(3, 3), "asleep");
        listeners.resume("stock");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Banyan-Fenced")).contains("stock 0");
        assertThat(answer.body()).contains("urn:banyan:fenced");
        assertThat(shop.reserved("asleep")).isEmpty();
    }

    @Test
    void answersAWriteThatTheFenceRefusesWithItsModuleAndEpoch() throws Exception {
        shop.jdbc()
                .execute(
                        """
                        create function stock.refuse() returns trigger language plpgsql as $$
                        begin raise exception using errcode = 'BY001', message = 'fenced', detail = 'stock 7'; end $$;
                        create trigger fence before insert on stock.reservation
                          for each statement execute function stock.refuse()
                        """);
        var answer = structured(new UUID(4, 4), "fenced");
        shop.jdbc().execute("drop trigger fence on stock.reservation");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Banyan-Fenced")).contains("stock 7");
        assertThat(structured(new UUID(4, 4), "fenced").statusCode()).isEqualTo(204);
        assertThat(shop.reserved("fenced")).containsExactly(1);
    }

    @Test
    void refusesAWrongToken() throws Exception {
        var request = request("wrong").POST(HttpRequest.BodyPublishers.ofString("{}"));

        assertThat(send(request).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesAnEventWithoutItsAttributes() throws Exception {
        var request =
                request(TOKEN)
                        .header("Content-Type", "application/cloudevents+json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"specversion\":\"1.0\",\"data\":{}}"));

        var answer = send(request);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("The event has no attribute 'id'.");
    }

    @Test
    void saysWhenNobodyTakesAType() throws Exception {
        var request =
                request(TOKEN)
                        .header("Content-Type", "application/cloudevents+json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        event(new UUID(5, 5), "x", "ordering.unheard")));

        assertThat(send(request).statusCode()).isEqualTo(404);
    }

    @Test
    void leavesOutTheModulesThatTheRequestNames() throws Exception {
        var event = event(new UUID(6, 6), "left-out", "ordering.line-added");

        var answer =
                send(
                        request(TOKEN, "?without=other,stock")
                                .header("Content-Type", "application/cloudevents+json")
                                .POST(HttpRequest.BodyPublishers.ofString(event)));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("urn:banyan:no-consumer");
        assertThat(shop.reserved("left-out")).isEmpty();
    }

    private static HttpResponse<String> structured(UUID id, String order) throws Exception {
        return send(
                request(TOKEN)
                        .header("Content-Type", "application/cloudevents+json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        event(id, order, "ordering.line-added"))));
    }

    private static String event(UUID id, String order, String type) {
        return "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/other\",\"type\":\"%s\",\"subject\":\"%s\",\"data\":%s}"
                .formatted(id, type, order, data(id, order));
    }

    private static String data(UUID id, String order) {
        return "{\"eventId\":\"%s\",\"order\":\"%s\",\"line\":1}".formatted(id, order);
    }

    private static HttpRequest.Builder request(String token) {
        return request(token, "");
    }

    private static HttpRequest.Builder request(String token, String query) {
        var port = shop.context().getEnvironment().getProperty("local.server.port");
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%s/internal/events%s".formatted(port, query)))
                .header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
