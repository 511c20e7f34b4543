package dev.banyan.routing;

import static dev.banyan.routing.TestRequest.get;
import static dev.banyan.routing.TestRequest.request;
import static dev.banyan.routing.TestTables.module;
import static dev.banyan.routing.TestTables.moduleOf;
import static dev.banyan.routing.TestTables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathMatchingTests {

    @Test
    void leavesUnknownPathsToTheControl() {
        assertThat(moduleOf(RoutingTable.EMPTY.decide(get("/anything")))).isEqualTo("none");
        assertThat(RoutingTable.EMPTY.decide(get("/anything")).side()).isEqualTo(Side.CONTROL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/inventory",
                "/api/inventory/",
                "/api/inventory/42",
                "/api/inventory?page=2",
                "/api/inventory/42/stock?of=/other",
                "//api//inventory/42",
                "/api;v=1/inventory;x/42",
                "/;x/api/inventory",
                "/%61pi/invent%6Fry",
                "/api/inventory/%2e%2e.txt"
            })
    void findsAModuleInEverySpellingThatServersTakeForItsPath(String target) {
        assertThat(moduleOf(table(TestTables.inventory()).decide(get(target))))
                .isEqualTo("inventory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/inventory2", "/api", "/", "/API/inventory", "/x/api/inventory"})
    void doesNotTakeANeighboursPath(String target) {
        assertThat(moduleOf(table(TestTables.inventory()).decide(get(target)))).isEqualTo("none");
    }

    @Test
    void comparesLiteralsAsUtf8() {
        var table = table(module("shops", Route.of("/läden/{id}")));

        assertThat(moduleOf(table.decide(get("/l%C3%A4den/1")))).isEqualTo("shops");
        assertThat(moduleOf(table.decide(get("/l%c3%a4den/1/x")))).isEqualTo("none");
    }

    @Test
    void prefersALiteralToAParameterAndThatToATail() {
        var table =
                table(
                        module("literal", Route.of("/a/b/c")),
                        module("parameter", Route.of("/a/{x}/c")),
                        module("tail", Route.of("/a/**")));

        assertThat(moduleOf(table.decide(get("/a/b/c")))).isEqualTo("literal");
        assertThat(moduleOf(table.decide(get("/a/z/c")))).isEqualTo("parameter");
        assertThat(moduleOf(table.decide(get("/a/b/d")))).isEqualTo("tail");
        assertThat(moduleOf(table.decide(get("/a")))).isEqualTo("tail");
    }

    @Test
    void fallsBackToAWiderPathWhenTheMethodDoesNotFit() {
        var table =
                table(
                        module("narrow", Route.of("/a/b").withMethods("POST")),
                        module("wide", Route.of("/a/{x}")));

        assertThat(moduleOf(table.decide(request("POST", "/a/b")))).isEqualTo("narrow");
        assertThat(moduleOf(table.decide(get("/a/b")))).isEqualTo("wide");
    }

    @Test
    void asksTheRouteWithMoreConditionsFirst() {
        var any = module("any", Route.of("/a"));
        var post = module("post", Route.of("/a").withMethods("POST"));
        var host = module("host", Route.of("/a").withHosts("*.example.org"));
        var beta = module("beta", Route.of("/a").withHeader("X-Beta", "yes"));
        var table = table(any, post, host, beta);

        assertThat(moduleOf(table.decide(get("/a").onHost("example.com")))).isEqualTo("any");
        assertThat(moduleOf(table.decide(request("POST", "/a").onHost("example.com"))))
                .isEqualTo("post");
        assertThat(moduleOf(table.decide(request("POST", "/a")))).isEqualTo("host");
        assertThat(moduleOf(table.decide(get("/a").withHeader("x-beta", "yes")))).isEqualTo("beta");
        assertThat(moduleOf(table.decide(get("/a").withHeader("x-beta", "no")))).isEqualTo("host");
    }

    @Test
    void takesAHostWithItsPortWhateverItsCase() {
        var table = table(module("shop", Route.of("/**").withHosts("Shop.Example.org", "[::1]")));

        assertThat(moduleOf(table.decide(get("/").onHost("SHOP.example.org:8443"))))
                .isEqualTo("shop");
        assertThat(moduleOf(table.decide(get("/").onHost("[::1]:80")))).isEqualTo("shop");
        assertThat(moduleOf(table.decide(get("/").onHost("x.shop.example.org")))).isEqualTo("none");
        assertThat(moduleOf(table.decide(get("/").onHost(null)))).isEqualTo("none");
    }

    @Test
    void takesHeadForGetAndNothingElse() {
        var table = table(module("a", Route.of("/a").withMethods("GET", "PROPFIND")));

        assertThat(moduleOf(table.decide(request("HEAD", "/a")))).isEqualTo("a");
        assertThat(moduleOf(table.decide(request("PROPFIND", "/a")))).isEqualTo("a");
        assertThat(moduleOf(table.decide(request("get", "/a")))).isEqualTo("none");
        assertThat(moduleOf(table.decide(request("OPTIONS", "/a")))).isEqualTo("none");
    }

    @Test
    void refusesATableInWhichTwoModulesClaimTheSameRequests() {
        var some = module("some", Route.of("/a/{x}").withMethods("GET", "POST"));
        var other = module("other", Route.of("/a/{y}").withMethods("POST"));

        assertThatThrownBy(() -> table(some, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The modules 'some' and 'other' both claim '/a/{y}' under conditions that can hold together.");
    }

    @Test
    void letsTwoModulesShareAPathByConditionsThatExcludeEachOther() {
        var some = module("some", Route.of("/a").withHeader("tenant", "1"));
        var other = module("other", Route.of("/a").withHeader("tenant", "2"));

        var table = table(some, other);

        assertThat(moduleOf(table.decide(get("/a").withHeader("tenant", "2")))).isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "/a?b", "/a%20b", "/a/**/b", "/a/*", "/a/{x}y", "/{}", "/a/../b", "/a;b",
                "/{a}{b}", "/a\\b"
            })
    void refusesTemplatesThatCouldBeReadInTwoWays(String text) {
        assertThatThrownBy(() -> new PathTemplate(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal",
                "/internal/events",
                "/internal?x",
                "/internal;x=1/events",
                "//internal//events",
                "/;x/internal",
                "/INTERNAL",
                "/%69nternal",
                "/%69%4Eternal%2fevents",
                "/internal%2Fevents",
                "/%2finternal",
                "/internal%5cevents",
                "/actuator/health",
                "/a/../internal",
                "/a/%2e%2E/internal",
                "/./internal",
                "/a/..;x/internal",
                "/..",
                "/a%zz",
                "/a%4",
                "/a b",
                "/a\u0000",
                "/\u00e4",
                "internal",
                "*",
                ""
            })
    void forwardsNeitherInternalPathsNorAmbiguousOnes(String target) {
        var table = table(module("all", Route.of("/**")));

        assertThat(table.decide(get(target)).refused()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internals",
                "/api/internal",
                "/actuator2/x",
                "/a...b",
                "/a/.../b",
                "/.well-known/x",
                "/a?path=/../internal",
                "/intern"
            })
    void forwardsPathsThatOnlyLookInternal(String target) {
        var table = table(module("all", Route.of("/**")));

        assertThat(moduleOf(table.decide(get(target)))).isEqualTo("all");
    }

    @Test
    void refusesThePathsThatItWasTold() {
        var table = RoutingTable.of(1, List.of(), List.of("/Manage/deep"));

        assertThat(table.decide(get("/manage/deep/x")).refused()).isTrue();
        assertThat(table.decide(get("/manage")).refused()).isFalse();
        assertThat(table.decide(get("/internal")).refused()).isFalse();
    }
}
