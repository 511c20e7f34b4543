package dev.banyan.proxy;

import dev.banyan.proxy.applications.SharedAddress;
import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.TwoApplications;
import dev.banyan.routing.Side;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The mapping of cookies and redirects that is in effect now. Thread-safe.
final class ChangingApplications implements TwoApplications {
    private volatile SharedAddress now = new SharedAddress(Map.of());

    void use(SharedAddress next) {
        now = next;
    }

    @Override
    public @Nullable String cookieFor(@Nullable String module, Side side, String cookie) {
        return now.cookieFor(module, side, cookie);
    }

    @Override
    public String setCookie(
            @Nullable String module, Side side, String setCookie, String clientHost) {
        return now.setCookie(module, side, setCookie, clientHost);
    }

    @Override
    public String location(
            Side side, Endpoint endpoint, String location, String clientScheme, String clientHost) {
        return now.location(side, endpoint, location, clientScheme, clientHost);
    }

    @Override
    public String refresh(
            Endpoint endpoint, String refresh, String clientScheme, String clientHost) {
        return now.refresh(endpoint, refresh, clientScheme, clientHost);
    }
}
