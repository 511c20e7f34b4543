package dev.banyan.routing;

import static dev.banyan.routing.TestRequest.get;
import static dev.banyan.routing.TestRequest.request;
import static dev.banyan.routing.TestTables.inventory;
import static dev.banyan.routing.TestTables.module;
import static dev.banyan.routing.TestTables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SideDecisionTests {

    private static final String PATH = "/api/inventory/42";

    @ParameterizedTest
    @EnumSource(Side.class)
    void sendsEveryWriteToTheOwnerWhateverTheShareOfReads(Side owner) {
        for (int percent : new int[] {0, 50, 100}) {
            var cohorts = new Cohorts("side", Set.of("ann"), Set.of("bob"));
            var table =
                    table(
                            inventory()
                                    .withOwner(owner, 3)
                                    .withCandidateReads(Share.ofPercent(percent))
                                    .withCohorts(cohorts));

            for (var user : List.of("ann", "bob", "eve")) {
                var write = request("POST", PATH).by(user).withHeader("side", "candidate");
                assertThat(table.decide(write).side()).isEqualTo(owner);
                assertThat(table.decide(write).write()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE"})
    void neverHoldsARead(String method) {
        var table = table(inventory().withHold(true));

        assertThat(table.decide(request(method, PATH)).held()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "CONNECT", "get", "PURGE"})
    void holdsEverythingElse(String method) {
        var held = table(inventory().withHold(true));
        var open = table(inventory());

        assertThat(held.decide(request(method, PATH)).held()).isTrue();
        assertThat(open.decide(request(method, PATH)).held()).isFalse();
    }

    @Test
    void takesTheRoutesOwnWordForWhatAWriteIs() {
        var module =
                module(
                        "inventory",
                        Route.of("/search").with(Writes.NO_REQUEST),
                        Route.of("/track").with(Writes.EVERY_REQUEST));
        var table = table(module.withHold(true));

        assertThat(table.decide(request("POST", "/search")).held()).isFalse();
        assertThat(table.decide(get("/track")).held()).isTrue();
        assertThat(table.decide(get("/other")).held()).isFalse();
    }

    @Test
    void sendsAClientWithoutKeyToTheControlUntilAllReadsAreSwitched() {
        var nearly = table(inventory().withCandidateReads(new Share(9_999)));
        var all = table(inventory().withCandidateReads(Share.ALL));

        assertThat(nearly.decide(get(PATH)).side()).isEqualTo(Side.CONTROL);
        assertThat(nearly.decide(get(PATH).by("")).side()).isEqualTo(Side.CONTROL);
        assertThat(all.decide(get(PATH)).side()).isEqualTo(Side.CANDIDATE);
    }

    @Test
    void neverMovesAClientBackWhileTheShareGrows() {
        var onCandidate = new HashSet<String>();
        for (int percent = 0; percent <= 100; percent++) {
            var table = table(inventory().withCandidateReads(Share.ofPercent(percent)));
            var now = new HashSet<String>();
            for (int user = 0; user < 2_000; user++) {
                if (table.decide(get(PATH).by("user-" + user)).side() == Side.CANDIDATE) {
                    now.add("user-" + user);
                }
            }
            assertThat(now).containsAll(onCandidate);
            onCandidate = now;
        }
        assertThat(onCandidate).hasSize(2_000);
    }

    @Test
    void keepsToTheShareForKeysThatDifferInOneCharacter() {
        var table = table(inventory().withCandidateReads(Share.ofPercent(25)));
        int moved = 0;

        for (int user = 0; user < 100_000; user++) {
            moved += table.decide(get(PATH).by("u" + user)).side() == Side.CANDIDATE ? 1 : 0;
        }

        assertThat(moved).isBetween(24_500, 25_500);
    }

    @Test
    void picksOtherClientsForAnotherModule() {
        int both = 0;
        int salt = Bucket.salt("inventory");
        int other = Bucket.salt("pricing");
        for (int user = 0; user < 100_000; user++) {
            var key = "user-" + user;
            boolean here = Bucket.of(salt, key, 0, key.length()) < 1_000;
            both += here && Bucket.of(other, key, 0, key.length()) < 1_000 ? 1 : 0;
        }

        assertThat(both).isBetween(800, 1_200);
    }

    @Test
    void givesAKeyTheSameBucketForEver() {
        int salt = Bucket.salt("inventory");

        assertThat(Bucket.of(salt, "alice", 0, 5)).isEqualTo(4940);
        assertThat(Bucket.of(salt, "x=alice;", 2, 7)).isEqualTo(Bucket.of(salt, "alice", 0, 5));
    }

    @Test
    void findsACookieAmongOthers() {
        var module = inventory().withCohorts(new Cohorts(null, Set.of(), Set.of("s1", "a=b")));
        var keyed =
                new ModuleRouting(
                        "inventory",
                        0,
                        Side.CONTROL,
                        Share.NONE,
                        Share.NONE,
                        false,
                        new StickyKey.Cookie("SESSION"),
                        module.cohorts(),
                        module.routes());
        var table = table(keyed);

        assertThat(side(table, "SESSION=s1")).isEqualTo(Side.CANDIDATE);
        assertThat(side(table, "a=1; SESSION=s1; b=2")).isEqualTo(Side.CANDIDATE);
        assertThat(side(table, "a=1;SESSION=a=b")).isEqualTo(Side.CANDIDATE);
        assertThat(side(table, "a=1; SESSION=s1 ;b=2")).isEqualTo(Side.CANDIDATE);
        assertThat(side(table, "XSESSION=s1")).isEqualTo(Side.CONTROL);
        assertThat(side(table, "SESSION=s11")).isEqualTo(Side.CONTROL);
        assertThat(side(table, "SESSION=")).isEqualTo(Side.CONTROL);
        assertThat(side(table, "SESSION=; SESSION=s1")).isEqualTo(Side.CANDIDATE);
        assertThat(side(table, "SESSION")).isEqualTo(Side.CONTROL);
        assertThat(side(table, ";; ;")).isEqualTo(Side.CONTROL);
    }

    private static Side side(RoutingTable table, String cookies) {
        return table.decide(get(PATH).withHeader("cookie", cookies)).side();
    }

    @Test
    void forcesCohortsByListAndByHeader() {
        var cohorts = new Cohorts("Banyan-Side", Set.of("ann"), Set.of("bob"));
        var half = table(inventory().withCandidateReads(Share.ALL).withCohorts(cohorts));
        var none = table(inventory().withCohorts(cohorts));

        assertThat(half.decide(get(PATH).by("ann")).side()).isEqualTo(Side.CONTROL);
        assertThat(half.decide(get(PATH).by("eve")).side()).isEqualTo(Side.CANDIDATE);
        assertThat(none.decide(get(PATH).by("bob")).side()).isEqualTo(Side.CANDIDATE);
        assertThat(none.decide(get(PATH).by("eve")).side()).isEqualTo(Side.CONTROL);
        var asking = get(PATH).by("ann").withHeader("banyan-side", "candidate");
        assertThat(none.decide(asking).side()).isEqualTo(Side.CANDIDATE);
        var nonsense = get(PATH).by("eve").withHeader("banyan-side", "service");
        assertThat(none.decide(nonsense).side()).isEqualTo(Side.CONTROL);
    }

    @Test
    void refusesAKeyThatIsForcedToBothSides() {
        assertThatThrownBy(() -> new Cohorts(null, Set.of("ann"), Set.of("ann")))
                .hasMessage("The key 'ann' is forced to both sides; take it off one list.");
    }

    @Test
    void shadowsOnlyReadsThatTheControlAnswersAndOnlyTheirShare() {
        var table = table(inventory().withShadowReads(Share.ofPercent(10)));
        var switched = table(inventory().withShadowReads(Share.ALL).withCandidateReads(Share.ALL));

        assertThat(table.decide(get(PATH).sampledAt(999)).shadowed()).isTrue();
        assertThat(table.decide(get(PATH).sampledAt(1_000)).shadowed()).isFalse();
        assertThat(table.decide(request("PUT", PATH).sampledAt(0)).shadowed()).isFalse();
        assertThat(switched.decide(get(PATH).sampledAt(0)).shadowed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void offersTheOwnersAnswerForAReadOfTheOtherSide(Side owner) {
        var table = table(inventory().withOwner(owner, 1).withCandidateReads(Share.ALL));
        var decision = table.decide(get(PATH));

        assertThat(decision.side()).isEqualTo(Side.CANDIDATE);
        assertThat(decision.onOwner().side()).isEqualTo(owner);
        assertThat(decision.onOwner().write()).isFalse();
        assertThat(decision.onOwner().onOwner()).isSameAs(decision.onOwner());
    }

    @Test
    void refusesSharesThatAreNone() {
        assertThatThrownBy(() -> Share.ofPercent(101))
                .hasMessage("A share is 0 to 100 percent, not '101.0'.");
        assertThatThrownBy(() -> Share.ofPercent(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Share(525)).hasToString("5.25 %");
        assertThat(Share.ofPercent(5)).hasToString("5 %");
    }
}
