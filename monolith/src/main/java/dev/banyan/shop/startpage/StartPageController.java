package dev.banyan.shop.startpage;

import dev.banyan.postgres.EmbeddedPostgres;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.HtmlUtils;

/// The page at `/`.
@Controller
@Hidden
class StartPageController {

    private final String template;
    private final JdbcConnectionDetails database;
    private final ObjectProvider<EmbeddedPostgres> embedded;
    private final HealthEndpoint health;

    StartPageController(
            JdbcConnectionDetails database,
            ObjectProvider<EmbeddedPostgres> embedded,
            HealthEndpoint health)
            throws IOException {
        this.template =
                new ClassPathResource("startpage/index.html")
                        .getContentAsString(StandardCharsets.UTF_8);
        this.database = database;
        this.embedded = embedded;
        this.health = health;
    }

    @GetMapping("/")
    ResponseEntity<String> page(HttpServletRequest request) {
        var values =
                Map.of(
                        "address", address(request),
                        "health", health.health().getStatus().getCode(),
                        "database", databasePlace());
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .body(filled(values));
    }

    private String databasePlace() {
        var postgres = embedded.getIfAvailable();
        return postgres == null
                ? "PostgreSQL at " + withoutParameters(database.getJdbcUrl())
                : "Embedded PostgreSQL at %s:%d, its data is in %s"
                        .formatted(postgres.host(), postgres.port(), postgres.directory());
    }

    /// Parameters of an address may hold secrets.
    private static String withoutParameters(String url) {
        return url.replaceFirst("\\?.*", "");
    }

    private static String address(HttpServletRequest request) {
        return "http://%s:%d".formatted(request.getServerName(), request.getServerPort());
    }

    private String filled(Map<String, String> values) {
        var page = template;
        for (var value : values.entrySet()) {
            page =
                    page.replace(
                            "${" + value.getKey() + "}", HtmlUtils.htmlEscape(value.getValue()));
        }
        return page;
    }
}
