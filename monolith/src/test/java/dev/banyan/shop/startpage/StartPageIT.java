package dev.banyan.shop.startpage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.shop.running.ShopTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.util.HtmlUtils;

@ShopTest
class StartPageIT {

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final int port;

    StartPageIT(@LocalServerPort int port) {
        this.port = port;
    }

    @Test
    void everyLinkLeadsSomewhere() throws Exception {
        var links = LINK.matcher(page()).results().map(found -> found.group(1)).toList();

        assertThat(links).contains("/swagger-ui.html", "/actuator/health");
        for (var link : links) {
            var answer = get(link);
            assertThat(answer.statusCode()).as(link).isEqualTo(200);
            if (isPage(answer)) {
                everyPartIsThere(answer);
            }
        }
    }

    /// What a browser fetches for a page, such as the scripts of the API browser.
    private void everyPartIsThere(HttpResponse<String> page) throws Exception {
        var parts = LINK.matcher(page.body()).results().map(found -> found.group(1)).toList();

        assertThat(parts).as(page.uri().toString()).isNotEmpty();
        for (var part : parts) {
            var address = page.uri().resolve(part);
            assertThat(get(address).statusCode()).as(address.toString()).isEqualTo(200);
        }
    }

    private static boolean isPage(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/html"))
                .isPresent();
    }

    @Test
    void everyCommandWorks() throws Exception {
        var commands = Commands.in(HtmlUtils.htmlUnescape(page().replaceAll("</?pre>", "\n")));

        assertThat(commands).hasSize(6);
        for (var command : commands) {
            assertThat(Commands.output(command)).as(command).doesNotContain("\"title\"");
        }
    }

    @Test
    void saysWhichDatabaseIsUsedAndThatItIsWell() throws Exception {
        assertThat(page())
                .contains("PostgreSQL at jdbc:postgresql://", "class=\"status\">UP<")
                .doesNotContain("${");
    }

    @Test
    void livenessIsShallowReadinessLooksAtTheDatabase() throws Exception {
        assertThat(get("/actuator/health/liveness").body()).doesNotContain("\"db\"").contains("UP");
        assertThat(get("/actuator/health/readiness").body()).contains("\"db\"", "\"deliveries\"");
    }

    @Test
    void nothingElseOfTheActuatorIsExposed() throws Exception {
        assertThat(get("/actuator/env").statusCode()).isEqualTo(404);
        assertThat(get("/actuator/heapdump").statusCode()).isEqualTo(404);
        assertThat(get("/actuator/prometheus").body()).contains("http_server_requests_seconds");
    }

    private String page() throws Exception {
        return get("/").body();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(URI.create("http://127.0.0.1:" + port).resolve(path));
    }

    private HttpResponse<String> get(URI address) throws Exception {
        var request = HttpRequest.newBuilder(address).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
