package dev.banyan.proxy.applications;

import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.TwoApplications;
import dev.banyan.routing.Side;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Two applications behind one address.
///
/// The control keeps its cookies as they are, so that nobody is logged out by an extraction. Of the
/// cookies that a module names, its candidate has its own: outside they carry a suffix with the
/// module's name, which the candidate never sees. Cookies of the proxy itself reach no application.
///
/// Immutable.
public final class SharedAddress implements TwoApplications {
    private final Map<String, SessionCookies> modules;

    /// @param sessionCookies the names that each module keeps apart
    public SharedAddress(Map<String, Set<String>> sessionCookies) {
        var cookies = new HashMap<String, SessionCookies>();
        sessionCookies.forEach(
                (module, names) -> cookies.put(module, new SessionCookies(module, names)));
        this.modules = Map.copyOf(cookies);
    }

    @Override
    public @Nullable String cookieFor(@Nullable String module, Side side, String cookie) {
        var own = side == Side.CANDIDATE && module != null ? modules.get(module) : null;
        return own == null ? SessionCookies.forControl(cookie) : own.forCandidate(cookie);
    }

    @Override
    public String setCookie(
            @Nullable String module, Side side, String setCookie, String clientHost) {
        var kept = CookieDomains.outside(setCookie, clientHost);
        var own = side == Side.CANDIDATE && module != null ? modules.get(module) : null;
        return own == null ? kept : own.outside(kept);
    }

    @Override
    public String location(
            Side side, Endpoint endpoint, String location, String clientScheme, String clientHost) {
        return Redirects.outside(endpoint, location, clientScheme, clientHost);
    }

    @Override
    public String refresh(
            Endpoint endpoint, String refresh, String clientScheme, String clientHost) {
        return Redirects.refreshOutside(endpoint, refresh, clientScheme, clientHost);
    }
}
