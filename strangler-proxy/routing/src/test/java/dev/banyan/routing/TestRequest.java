package dev.banyan.routing;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request as a test writes it down.
record TestRequest(
        String method,
        String target,
        @Nullable String host,
        Map<String, String> headers,
        @Nullable String user,
        int sample)
        implements RequestView {

    static TestRequest get(String target) {
        return new TestRequest("GET", target, "shop.example.org", Map.of(), null, 9_999);
    }

    static TestRequest request(String method, String target) {
        return new TestRequest(method, target, "shop.example.org", Map.of(), null, 9_999);
    }

    TestRequest onHost(@Nullable String name) {
        return new TestRequest(method, target, name, headers, user, sample);
    }

    TestRequest withHeader(String name, String value) {
        var more = new TreeMap<>(headers);
        more.put(name, value);
        return new TestRequest(method, target, host, more, user, sample);
    }

    TestRequest by(String name) {
        return new TestRequest(method, target, host, headers, name, sample);
    }

    TestRequest sampledAt(int number) {
        return new TestRequest(method, target, host, headers, user, number);
    }

    @Override
    public @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }
}
