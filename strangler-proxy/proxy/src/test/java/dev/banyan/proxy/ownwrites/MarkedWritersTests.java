package dev.banyan.proxy.ownwrites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.proxy.ownwrites.Streams.Both;
import dev.banyan.proxy.spi.OwnWrites.Verdict;
import dev.banyan.routing.Side;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkedWritersTests {
    private static final long NOW = 100_000_000;
    private Streams streams = streams(NOW - 5_000_000, NOW - 5_000_000);
    private final MarkedWriters writers = new MarkedWriters(() -> NOW, () -> streams, 100);

    @Test
    void letsAReadGoToTheOwnerUntilTheOtherSideHasAppliedTheWrite() {
        var cookie = writeOn(Side.CONTROL);
        assertThat(read(Side.CANDIDATE, Side.CONTROL, cookie)).isEqualTo(Verdict.TO_OWNER);

        streams = streams(0, NOW - 1);
        assertThat(read(Side.CANDIDATE, Side.CONTROL, cookie)).isEqualTo(Verdict.TO_OWNER);
        streams = streams(0, NOW);

        assertThat(read(Side.CANDIDATE, Side.CONTROL, cookie)).isEqualTo(Verdict.GO);
    }

    @Test
    void neverDelaysTheSideThatWrote() {
        var cookie = writeOn(Side.CONTROL);

        assertThat(read(Side.CONTROL, Side.CONTROL, cookie)).isEqualTo(Verdict.GO);
        assertThat(writers.look(null, Side.CONTROL, Side.CONTROL, false, cookie, null))
                .isEqualTo(Verdict.GO);
    }

    @Test
    void makesEveryOtherRequestToTheControlWaitAfterAWriteOnTheCandidate() {
        var cookie = writeOn(Side.CANDIDATE);

        assertThat(writers.look(null, Side.CONTROL, Side.CONTROL, false, cookie, null))
                .isEqualTo(Verdict.WAIT);
        assertThat(writers.look("orders", Side.CONTROL, Side.CONTROL, true, cookie, null))
                .isEqualTo(Verdict.WAIT);
    }

    @Test
    void letsTheCandidateOfAnotherModuleAlone() {
        var cookie = writeOn(Side.CONTROL);

        assertThat(writers.look("orders", Side.CANDIDATE, Side.CONTROL, false, cookie, null))
                .isEqualTo(Verdict.GO);
    }

    @Test
    void waitsWithAReadOfTheModuleWhenItsOwnerLags() {
        var cookie = writeOn(Side.CONTROL);

        assertThat(read(Side.CANDIDATE, Side.CANDIDATE, cookie)).isEqualTo(Verdict.WAIT);
    }

    @Test
    void waitsWithAWriteWhoseSideLags() {
        var cookie = writeOn(Side.CONTROL);

        assertThat(writers.look("inventory", Side.CANDIDATE, Side.CANDIDATE, true, cookie, null))
                .isEqualTo(Verdict.WAIT);
    }

    @Test
    void goesOnWhenTheStreamIsStopped() {
        streams = streams(NOW - 5_000_001, NOW - 5_000_001);
        var cookie = writeOn(Side.CANDIDATE);

        assertThat(writers.look(null, Side.CONTROL, Side.CONTROL, false, cookie, null))
                .isEqualTo(Verdict.GO_STALE);
        writers.stale(null, Side.CONTROL);
        assertThat(writers.staleReads()).isEqualTo(1);
    }

    @Test
    void stillPrefersTheOwnerWhenTheStreamIsStopped() {
        streams = streams(NOW - 5_000_001, NOW - 5_000_001);
        var cookie = writeOn(Side.CONTROL);

        assertThat(read(Side.CANDIDATE, Side.CONTROL, cookie)).isEqualTo(Verdict.TO_OWNER);
    }

    @Test
    void countsAMarkAboveItsOwnBoundAsThatBound() {
        var forged = "mark--banyan-inventory=o" + Long.toString(Long.MAX_VALUE, 36);
        streams = streams(0, NOW);

        assertThat(read(Side.CANDIDATE, Side.CONTROL, forged)).isEqualTo(Verdict.GO);
    }

    @Test
    void concernsBothSidesWhenTheOtherOneWroteToo() {
        var cookie = cookie(writers.wrote("inventory", Side.CONTROL, "inventory", null));

        assertThat(read(Side.CANDIDATE, Side.CONTROL, cookie)).isEqualTo(Verdict.TO_OWNER);
        assertThat(writers.look(null, Side.CONTROL, Side.CONTROL, false, cookie, null))
                .isEqualTo(Verdict.WAIT);
    }

    @Test
    void remembersAStickyKeyWithoutACookie() {
        writers.wrote("inventory", Side.CONTROL, null, "alice");

        assertThat(lookOf("alice")).isEqualTo(Verdict.TO_OWNER);
        assertThat(lookOf("bob")).isEqualTo(Verdict.GO);
    }

    @Test
    void boundsWhatItRemembersAndForgetsTheOldest() {
        var recent = new RecentWriters(100);
        for (int i = 0; i < 10_000; i++) {
            recent.remember("key" + i, Mark.of(Side.CONTROL, i));
            assertThat(recent.size()).isLessThanOrEqualTo(101);
        }

        assertThat(recent.of("key9999")).isEqualTo(Mark.of(Side.CONTROL, 9999));
        assertThat(recent.of("key9950")).isNotNull();
        assertThat(recent.of("key0")).isNull();
    }

    @Test
    void marksNobodyWhenNoModuleIsBeingMoved() {
        streams = Streams.NONE;

        assertThat(writers.wrote("inventory", Side.CONTROL, null, "alice")).isNull();
        assertThat(read(Side.CANDIDATE, Side.CONTROL, "mark--banyan-inventory=ozzzz"))
                .isEqualTo(Verdict.GO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mark--banyan-inventory=",
                "mark--banyan-inventory=o",
                "mark--banyan-inventory=o-1",
                "mark--banyan-inventory=x1",
                "mark--banyan-inventory=o1y2p0ij32e8e8",
                "mark--banyan-inventory=ozzzzzzzzzzzzzz",
                "mark--banyan-inventory",
                "xmark--banyan-inventory=ozzzzzzzzz",
                "mark--banyan-inventory2=ozzzzzzzzz",
                "a=mark--banyan-inventory=ozzzzzzzzz",
            })
    void takesWhatIsNoMarkForNone(String cookies) {
        assertThat(read(Side.CANDIDATE, Side.CONTROL, cookies)).isEqualTo(Verdict.GO);
    }

    @Test
    void takesTheLatestOfTwoMarksOfOneName() {
        streams = streams(0, 500_000);
        var cookies =
                "mark--banyan-inventory=o1; theme=dark;mark--banyan-inventory=o"
                        + Long.toString(900_000, 36);

        assertThat(read(Side.CANDIDATE, Side.CONTROL, cookies)).isEqualTo(Verdict.TO_OWNER);
    }

    @Test
    void givesACookieThatIsReadBack() {
        assertThat(writers.wrote("inventory", Side.CONTROL, null, null))
                .isEqualTo(
                        "mark--banyan-inventory=o"
                                + Long.toString(NOW, 36)
                                + "; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax");
    }

    @Test
    void knowsNoBoundBeforeTheFirstAnswerAndMarksForAShortTimeOnly() {
        var without = new MarkedWriters(() -> MarkedWriters.UNKNOWN, () -> streams, 10);

        var marked = Objects.requireNonNull(without.wrote("inventory", Side.CONTROL, null, null));

        assertThat(marked).contains("Max-Age=10;");
        assertThat(
                        without.look(
                                "inventory",
                                Side.CANDIDATE,
                                Side.CONTROL,
                                false,
                                cookie(marked),
                                null))
                .isEqualTo(Verdict.TO_OWNER);
    }

    private Verdict lookOf(String key) {
        return writers.look("inventory", Side.CANDIDATE, Side.CONTROL, false, null, key);
    }

    private Verdict read(Side side, Side owner, String cookies) {
        return writers.look("inventory", side, owner, false, "theme=dark; " + cookies, null);
    }

    private String writeOn(Side side) {
        return cookie(writers.wrote("inventory", side, null, null));
    }

    private static String cookie(@Nullable String setCookie) {
        var set = Objects.requireNonNull(setCookie, "a mark");
        return set.substring(0, set.indexOf(';'));
    }

    private static Streams streams(long controlApplied, long candidateApplied) {
        return new Streams(Map.of("inventory", new Both(controlApplied, candidateApplied)));
    }
}
