package dev.banyan.proxy.applications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Protocol;
import dev.banyan.routing.Side;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedAddressTests {
    private final SharedAddress address =
            new SharedAddress(
                    Map.of(
                            "inventory", Set.of("SESSION", "__Host-id"),
                            "orders", Set.of("SESSION")));
    private final Endpoint upstream =
            Endpoint.plain(InetSocketAddress.createUnresolved("10.0.0.7", 9000));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SESSION=new; Path=/; HttpOnly | SESSION--banyan-inventory=new; Path=/; HttpOnly",
                "SESSION =new | SESSION--banyan-inventory=new",
                "  SESSION=new | SESSION--banyan-inventory=new",
                "=SESSION=new | SESSION--banyan-inventory=new",
                "SESSION | SESSION--banyan-inventory",
                "SESSION= ; Max-Age=0 | SESSION--banyan-inventory= ; Max-Age=0",
                "__Host-id=1; Secure; Path=/ | __Host-id--banyan-inventory=1; Secure; Path=/",
                "SESSIONS=1 | SESSIONS=1",
                "session=1 | session=1",
                "theme=SESSION=1 | theme=SESSION=1",
            })
    void candidateNeverOverwritesTheSessionOfTheControl(String set, String outside) {
        assertThat(address.setCookie("inventory", Side.CANDIDATE, set, "shop.example"))
                .isEqualTo(outside);
    }

    @Test
    void controlKeepsItsSessionSoThatNobodyIsLoggedOut() {
        assertThat(
                        address.setCookie(
                                "inventory", Side.CONTROL, "SESSION=old; Path=/", "shop.example"))
                .isEqualTo("SESSION=old; Path=/");
        assertThat(address.setCookie(null, Side.CONTROL, "SESSION=old", "shop.example"))
                .isEqualTo("SESSION=old");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SESSION=old; SESSION--banyan-inventory=new; theme=dark | SESSION=new; theme=dark",
                "SESSION--banyan-inventory=new;SESSION=old | SESSION=new",
                "SESSION =old; theme=dark | theme=dark",
                "SESSION--banyan-orders=x; theme=dark | theme=dark",
                "other--banyan-inventory=x; theme=dark | theme=dark",
                "mark--banyan-inventory=o1; theme=dark | theme=dark",
                "theme=\"a=b\"; SESSION--banyan-inventory=n=e=w | theme=\"a=b\"; SESSION=n=e=w",
            })
    void candidateSeesItsOwnSessionOnly(String outside, String inside) {
        assertThat(address.cookieFor("inventory", Side.CANDIDATE, outside)).isEqualTo(inside);
    }

    @Test
    void controlSeesNothingOfCandidatesAndOfTheProxy() {
        assertThat(
                        address.cookieFor(
                                "inventory",
                                Side.CONTROL,
                                "a=1; SESSION--banyan-inventory=new; SESSION=old; mark--banyan-x=o1"))
                .isEqualTo("a=1; SESSION=old");
    }

    @Test
    void leavesNoHeaderWhenNoCookieIsLeft() {
        assertThat(address.cookieFor("inventory", Side.CANDIDATE, "SESSION=old")).isNull();
        assertThat(address.cookieFor(null, Side.CONTROL, "SESSION--banyan-orders=x")).isNull();
    }

    @Test
    void givesTheSameObjectBackWhenNothingChanges() {
        var cookie = "theme=dark; ; lang=en";

        assertThat(address.cookieFor("inventory", Side.CANDIDATE, cookie)).isSameAs(cookie);
        assertThat(address.cookieFor(null, Side.CONTROL, cookie)).isSameAs(cookie);
    }

    @Test
    void whatGoesOutRenamedComesBackAsItWas() {
        var outside = address.setCookie("orders", Side.CANDIDATE, "SESSION=abc", "shop.example");

        assertThat(address.cookieFor("orders", Side.CANDIDATE, outside)).isEqualTo("SESSION=abc");
        assertThat(address.cookieFor("inventory", Side.CANDIDATE, outside)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a=1; Domain=10.0.0.7; Path=/ | a=1; Path=/",
                "a=1; domain = .internal | a=1",
                "a=1; Domain=example | a=1; Domain=example",
                "a=1; Domain=.shop.example; Secure | a=1; Domain=.shop.example; Secure",
                "a=1; Domain=SHOP.EXAMPLE | a=1; Domain=SHOP.EXAMPLE",
                "a=1; Domain=op.example | a=1",
                "a=1; Domain=x; Domain=y; Path=/ | a=1; Path=/",
                "a=1; Domain= | a=1; Domain=",
                "a=Domain=x | a=Domain=x",
            })
    void dropsADomainThatTheClientWouldRefuse(String set, String outside) {
        assertThat(address.setCookie(null, Side.CONTROL, set, "shop.example:8080"))
                .isEqualTo(outside);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http://10.0.0.7:9000/a?b#c | https://shop.example/a?b#c",
                "HTTP://10.0.0.7:9000 | https://shop.example",
                "//10.0.0.7:9000/a | //shop.example/a",
                "http://shop.example/a | https://shop.example/a",
                "https://shop.example/a | https://shop.example/a",
                "/a?next=http://10.0.0.7:9000/ | /a?next=http://10.0.0.7:9000/",
                "a/b | a/b",
                "http://10.0.0.7/a | http://10.0.0.7/a",
                "http://10.0.0.7:9001/a | http://10.0.0.7:9001/a",
                "http://10.0.0.7:9000.evil.example/a | http://10.0.0.7:9000.evil.example/a",
                "http://10.0.0.7:9000@evil.example/a | http://10.0.0.7:9000@evil.example/a",
                "http://evil.example/10.0.0.7:9000 | http://evil.example/10.0.0.7:9000",
                "http://10.0.0.7:90000000000/a | http://10.0.0.7:90000000000/a",
                "http:///a | http:///a",
                "ftp://10.0.0.7:9000/a | ftp://10.0.0.7:9000/a",
            })
    void bringsARedirectToTheUpstreamBackOutside(String location, String outside) {
        assertThat(address.location(Side.CONTROL, upstream, location, "https", "shop.example"))
                .isEqualTo(outside);
    }

    @Test
    void leavesARedirectToHttpsAsItIsMeant() {
        assertThat(
                        address.location(
                                Side.CONTROL,
                                upstream,
                                "https://shop.example/login",
                                "http",
                                "shop.example"))
                .isEqualTo("https://shop.example/login");
    }

    @Test
    void knowsThatLoopbackHasSeveralNames() {
        var local = Endpoint.plain(InetSocketAddress.createUnresolved("127.0.0.1", 80));

        assertThat(
                        address.location(
                                Side.CONTROL,
                                local,
                                "http://localhost/a",
                                "http",
                                "shop.example:81"))
                .isEqualTo("http://shop.example:81/a");
    }

    @Test
    void knowsAnUpstreamByTheNameInItsCertificate() {
        var secure =
                new Endpoint(
                        InetSocketAddress.createUnresolved("10.0.0.7", 443),
                        Protocol.HTTP_2,
                        "stock.internal",
                        null,
                        Endpoint.CONNECT);

        assertThat(
                        address.location(
                                Side.CANDIDATE,
                                secure,
                                "https://stock.internal/a",
                                "https",
                                "shop"))
                .isEqualTo("https://shop/a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5; url=http://10.0.0.7:9000/a | 5; url=https://shop/a",
                "5;URL='http://10.0.0.7:9000/a' | 5;URL='https://shop/a'",
                "5 | 5",
                "5; url=/a | 5; url=/a",
            })
    void bringsARefreshBackOutside(String refresh, String outside) {
        assertThat(address.refresh(upstream, refresh, "https", "shop")).isEqualTo(outside);
    }
}
