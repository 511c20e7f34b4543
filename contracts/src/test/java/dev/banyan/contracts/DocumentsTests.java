package dev.banyan.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DocumentsTests {

    private static final Path CONTRACTS = Path.of(System.getProperty("banyan.root"), "contracts");

    @Test
    void eachEventOfAPactIsAsItsSchemaSays() throws IOException {
        var schemas = EventSchema.in(CONTRACTS.resolve("events"));

        for (var pact : PactFile.in(CONTRACTS.resolve("pacts"))) {
            for (var event : ConsumedEvent.of(pact)) {
                assertThat(schemas).extracting(EventSchema::type).contains(event.type());
                assertThat(problems(schemas, event)).as(event.type()).isEmpty();
            }
        }
    }

    @Test
    void namesWhatIsNotAsTheSchemaSays() {
        var schema =
                new EventSchema(
                        "stock.changed",
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"type": "object", "required": ["id", "left"], "properties": {
                                          "id": {"type": "string", "format": "uuid"},
                                          "at": {"type": "string", "format": "date-time"},
                                          "left": {"type": "integer", "minimum": 0},
                                          "missing": {"type": "array", "items": {"type": "string", "format": "uuid"}}}}
                                        """));

        assertThat(
                        schema.problems(
                                "{\"id\":\"01890000-0000-7000-8000-000000000001\",\"left\":0,\"more\":1,\"at\":\"2026-01-01T00:00:00.5Z\",\"missing\":[]}"))
                .isEmpty();
        assertThat(schema.problems("{\"id\":\"x\",\"at\":\"noon\",\"missing\":[1,\"y\"]}"))
                .containsExactly(
                        "$ has no 'left'",
                        "$.id is no uuid",
                        "$.at is no date-time",
                        "$.missing[] is not of type string",
                        "$.missing[] is no uuid");
        assertThat(schema.problems("{\"id\":\"01890000-0000-7000-8000-000000000001\",\"left\":-1}"))
                .containsExactly("$.left is below 0");
    }

    @Test
    void letsAnInterfaceGrowButNotShrink() {
        var document =
                new ApiDocument(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"info": {"title": "a"}, "paths": {"/level": {"get": {"parameters": [{"name": "id", "in": "path"}]}}},
                                         "components": {"schemas": {"Level": {"properties": {"onHand": {"type": "integer"}}}}}}
                                        """));

        var grown =
                """
                {"paths": {"/level": {"get": {"summary": "b", "parameters": [{"name": "x"}, {"name": "id", "in": "path"}]}}, "/more": {}},
                 "components": {"schemas": {"Level": {"properties": {"onHand": {"type": "integer"}, "more": {}}}}}}
                """;
        var shrunk =
                """
                {"paths": {"/level": {"get": {"parameters": [{"name": "id", "in": "query"}]}}},
                 "components": {"schemas": {"Level": {"properties": {"inHand": {"type": "integer"}}}}}}
                """;

        assertThat(document.missingFrom(JsonMapper.shared().readTree(grown))).isEmpty();
        assertThat(document.missingFrom(JsonMapper.shared().readTree(shrunk)))
                .containsExactly(
                        "/paths/~level/get/parameters[] {\"name\":\"id\",\"in\":\"path\"}"
                                .replace("~", "/"),
                        "/components/schemas/Level/properties/onHand/type is not \"integer\"",
                        "/components/schemas/Level/properties/onHand");
    }

    private static List<String> problems(List<EventSchema> schemas, ConsumedEvent event) {
        return schemas.stream()
                .filter(schema -> schema.type().equals(event.type()))
                .flatMap(schema -> schema.problems(event.data()).stream())
                .toList();
    }
}
