package dev.banyan.shop.http;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;

/// What the OpenAPI document says about all operations.
@Configuration(proxyBeanMethods = false)
class ApiDocument {

    private static final String PROBLEM = "Problem";

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Banyan shop")
                                .version("1")
                                .description(
                                        "An online shop. Errors are problem documents (RFC 9457) which name the fields in question. Every POST takes an Idempotency-Key: repeated with the same key and body, it is carried out once and answered alike. Every answer has an X-Correlation-Id, taken from the request if it has one.")
                                .license(new License().name("Apache-2.0")));
    }

    @Bean
    GlobalOpenApiCustomizer whatHoldsForAll() {
        return document -> {
            document.getComponents().addSchemas(PROBLEM, problemSchema());
            document.getPaths()
                    .values()
                    .forEach(path -> {
                        path.readOperations().forEach(ApiDocument::addProblems);
                        if (path.getPost() != null) {
                            addIdempotencyKey(path.getPost());
                        }
                    });
        };
    }

    private static void addProblems(Operation operation) {
        operation.getResponses().addApiResponse("4XX", problem("The request cannot be accepted"));
        operation.getResponses().addApiResponse("5XX", problem("The shop cannot answer now"));
    }

    private static void addIdempotencyKey(Operation operation) {
        var parameters = operation.getParameters();
        boolean declared =
                parameters != null
                        && parameters.stream()
                                .anyMatch(p -> "Idempotency-Key".equalsIgnoreCase(p.getName()));
        if (!declared) {
            operation.addParametersItem(
                    new Parameter()
                            .in("header")
                            .name("Idempotency-Key")
                            .required(false)
                            .description(
                                    "Repeated with the same key, the request is carried out once")
                            .schema(new StringSchema().minLength(1).maxLength(255)));
        }
    }

    private static ApiResponse problem(String description) {
        var content =
                new Content()
                        .addMediaType(
                                MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                                new io.swagger.v3.oas.models.media.MediaType()
                                        .schema(
                                                new Schema<>()
                                                        .$ref("#/components/schemas/" + PROBLEM)));
        return new ApiResponse().description(description).content(content);
    }

    private static Schema<?> problemSchema() {
        var error =
                new ObjectSchema()
                        .addProperty("field", new StringSchema())
                        .addProperty("reason", new StringSchema());
        var problem =
                new ObjectSchema()
                        .addProperty("type", new StringSchema())
                        .addProperty("title", new StringSchema())
                        .addProperty("status", new io.swagger.v3.oas.models.media.IntegerSchema())
                        .addProperty("detail", new StringSchema())
                        .addProperty("instance", new StringSchema())
                        .addProperty(
                                "errors",
                                new io.swagger.v3.oas.models.media.ArraySchema().items(error));
        problem.setDescription("A problem document (RFC 9457)");
        problem.addRequiredItem("title");
        problem.addRequiredItem("status");
        return problem;
    }
}
