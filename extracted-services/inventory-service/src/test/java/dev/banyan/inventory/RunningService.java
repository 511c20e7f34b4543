package dev.banyan.inventory;

import dev.banyan.contracts.ConsumedEvent;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The service on a database of its own and a free port, and a client for it.
final class RunningService implements AutoCloseable {

    static final String TOKEN = "a-token-for-these-tests";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final TestDatabase database;
    private final ConfigurableApplicationContext context;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonMapper json = JsonMapper.builder().build();

    private RunningService(TestDatabase database, ConfigurableApplicationContext context) {
        this.database = database;
        this.context = context;
    }

    /// An answer of the service.
    record Answer(int status, JsonNode body, HttpResponse<String> response) {

        String text(String path) {
            return body.at(path).asString();
        }

        int number(String path) {
            return body.at(path).asInt();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }
    }

    static RunningService start(String... settings) {
        return on(PostgresServer.shared().createDatabase(), settings);
    }

    static RunningService on(TestDatabase database, String... settings) {
        var own =
                Stream.of(
                        "server.port=0",
                        "inventory.internal.token=" + TOKEN,
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=" + database.username(),
                        "spring.datasource.password=" + database.password());
        var arguments =
                Stream.concat(own, Arrays.stream(settings))
                        .map(setting -> "--" + setting)
                        .toArray(String[]::new);
        return new RunningService(
                database, new SpringApplicationBuilder(InventoryApplication.class).run(arguments));
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(database.dataSource());
    }

    TestDatabase database() {
        return database;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    URI address(String path) {
        return URI.create(
                "http://127.0.0.1:%s%s"
                        .formatted(
                                context.getEnvironment().getProperty("local.server.port"), path));
    }

    /// Makes the database refuse writes of the module as a closed fence does.
    void closeFence() {
        jdbc().execute(
                        """
                        create function fenced() returns trigger language plpgsql as $$ begin
                          raise exception using errcode = 'BY001', message = 'fenced', detail = 'inventory 7';
                        end $$;
                        do $$ declare t text; begin
                          for t in select format('%I.%I', schemaname, tablename) from pg_tables
                              where schemaname = 'inventory' and tablename <> 'flyway_schema_history'
                              union select 'banyan_outbox.event_inventory' loop
                            execute 'create trigger fence before insert or update or delete or truncate on '
                              || t || ' for each statement execute function fenced()';
                          end loop;
                        end $$
                        """);
    }

    void openFence() {
        jdbc().execute("drop function fenced() cascade");
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(address(path)).GET());
    }

    Answer post(String path, String body, String... headers) {
        var request =
                HttpRequest.newBuilder(address(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer internal(String method, String path, String body) {
        return send(
                HttpRequest.newBuilder(address("/internal/inventory" + path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer restock(UUID product, int quantity) {
        return post(
                "/api/inventory/%s/restock".formatted(product),
                "{\"quantity\":%d}".formatted(quantity));
    }

    Answer reserve(UUID order, UUID product, int quantity) {
        return internal(
                "POST",
                "/reservations",
                "{\"orderId\":\"%s\",\"lines\":[{\"productId\":\"%s\",\"quantity\":%d}]}"
                        .formatted(order, product, quantity));
    }

    Answer event(String type, UUID id, UUID order) {
        return event(
                type,
                id,
                order,
                "{\"eventId\":\"%s\",\"orderId\":\"%s\",\"reason\":\"none\"}".formatted(id, order));
    }

    Answer event(ConsumedEvent event) {
        var data = json.readTree(event.data());
        return event(
                event.type(),
                UUID.fromString(data.at("/eventId").asString()),
                UUID.fromString(data.at("/orderId").asString()),
                event.data());
    }

    private Answer event(String type, UUID id, UUID order, String data) {
        return post(
                "/internal/events",
                data,
                "Authorization",
                "Bearer " + TOKEN,
                "ce-specversion",
                "1.0",
                "ce-id",
                id.toString(),
                "ce-source",
                "/shop",
                "ce-type",
                type,
                "ce-subject",
                order.toString());
    }

    Answer send(HttpRequest.Builder request) {
        try {
            var response =
                    http.send(
                            request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), read(response), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the service.", e);
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        boolean isJson = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return json.readTree(isJson && !response.body().isEmpty() ? response.body() : "{}");
    }

    @Override
    public void close() {
        http.close();
        context.close();
    }
}
