package dev.banyan.proxy.spi;

import dev.banyan.routing.Side;
import org.jspecify.annotations.Nullable;

/// Makes two applications look like one: cookies and redirects. Pure, called on event loops.
public interface TwoApplications {

    /// The Cookie header that a side gets, or null for none. The same object when nothing changes.
    ///
    /// @param module the module of the request, or null
    @Nullable String cookieFor(@Nullable String module, Side side, String cookie);

    /// A Set-Cookie header of a side's answer as the client gets it.
    ///
    /// @param clientHost the host that the client asked, with its port
    String setCookie(@Nullable String module, Side side, String setCookie, String clientHost);

    /// A Location or Content-Location of a side's answer as the client gets it.
    ///
    /// @param clientScheme `http` or `https`, as the client asked
    String location(
            Side side, Endpoint endpoint, String location, String clientScheme, String clientHost);

    /// A Refresh header (`5; url=…`) of an answer as the client gets it.
    String refresh(Endpoint endpoint, String refresh, String clientScheme, String clientHost);

    /// Changes nothing.
    TwoApplications UNCHANGED =
            new TwoApplications() {
                @Override
                public String cookieFor(@Nullable String module, Side side, String cookie) {
                    return cookie;
                }

                @Override
                public String setCookie(
                        @Nullable String module, Side side, String setCookie, String clientHost) {
                    return setCookie;
                }

                @Override
                public String location(
                        Side side,
                        Endpoint endpoint,
                        String location,
                        String clientScheme,
                        String clientHost) {
                    return location;
                }

                @Override
                public String refresh(
                        Endpoint endpoint, String refresh, String clientScheme, String clientHost) {
                    return refresh;
                }
            };
}
