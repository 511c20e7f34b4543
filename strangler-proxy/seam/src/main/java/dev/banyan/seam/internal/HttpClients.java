package dev.banyan.seam.internal;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/// Makes the HTTP clients of published interfaces.
public final class HttpClients {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration PLAIN_LIMIT = Duration.ofSeconds(5);

    private final HttpClient http;
    private final RestClient.Builder builder;
    private final @Nullable String token;

    /// @param builder what the application has set up: converters, and its tracing
    HttpClients(Duration connect, RestClient.Builder builder, @Nullable String token) {
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(connect)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        this.builder = builder;
        this.token = token;
    }

    /// A client without anything around it.
    public static <T> T plain(Class<T> type, URI base, String token) {
        return new HttpClients(CONNECT, RestClient.builder(), token).of(type, base);
    }

    <T> T of(Class<T> type, URI base) {
        var client =
                builder.clone()
                        .baseUrl(base.toString())
                        .requestFactory(limited())
                        .requestInterceptor((request, body, execution) -> {
                            dress(request.getHeaders());
                            return execution.execute(request, body);
                        })
                        .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(type);
    }

    private void dress(HttpHeaders headers) {
        if (token != null) {
            headers.setBearerAuth(token);
        }
        var outgoing = Outgoing.current();
        if (outgoing != null) {
            outgoing.addTo(headers);
        }
    }

    /// The limit is another one for each try.
    private ClientHttpRequestFactory limited() {
        return (uri, method) -> {
            var outgoing = Outgoing.current();
            var factory = new JdkClientHttpRequestFactory(http);
            factory.setReadTimeout(outgoing == null ? PLAIN_LIMIT : outgoing.limit());
            return factory.createRequest(uri, method);
        };
    }
}
