package dev.banyan.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.cli.up.ShopRequests.Answered;
import dev.banyan.cli.up.ShopRequests.Kind;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.Step;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads of stock go from the shop to the inventory service and home again, as often as
/// `banyan.flips` says, in the real processes, while 200 requests a second are asked for.
class FlagFlipsIT {
    private static final String MODULE = "inventory";
    private static final int FLIPS = 1_000;
    private static final int RATE = 200;

    /// Reads of stock that are answered between a flip that has taken effect and the next one.
    private static final int READS_BETWEEN = 6;

    private static final int WARM = 1_500;
    private static final int TOLD = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private static final Pattern LINE =
            Pattern.compile(
                    "\"query_params\":\"number=(?<number>\\d+)\".*\"side\":\"(?<side>control|candidate)\".*}");

    @TempDir Path folder;

    /// One flip: when it was asked for, committed, and acknowledged by the proxy, by
    /// `System.nanoTime`, and who answers reads of stock from then.
    private record Flip(long begun, long committed, long acknowledged, Side side) {}

    @Test
    @Tag("long")
    void losesNoRequestToTheShopAndMisroutesNoneWhileFlagsFlip() throws Exception {
        try (var picture = RunningPicture.start(folder.resolve("installation"))) {
            picture.await("contracts", "kept");
            picture.done("plan", MODULE);
            picture.done("create", MODULE);
            try (var ledger = ledger(picture.settings());
                    var requests = new ShopRequests(proxy(picture.settings()))) {
                warmUp(ledger, requests, picture);
                int before = requests.onHand();
                requests.begin(RATE);

                var flips = flip(ledger, requests, Integer.getInteger("banyan.flips", FLIPS));

                requests.stop();
                await("every answer", requests::haveEnded);
                picture.keepLogs();
                judge(flips, requests, picture);
                var delivered = requests.answered().stream().filter(a -> a.kind() == Kind.DELIVERY);
                assertThat(requests.onHand() - before).isEqualTo((int) delivered.count());
            }
        }
    }

    private static Ledger ledger(BanyanSettings settings) {
        var source = settings.source();
        var password = source.password().orElseThrow().reveal(Map.of());
        return Ledger.on(
                LedgerConnections.to(source.url(), source.username(), password), UUID::randomUUID);
    }

    private static URI proxy(BanyanSettings settings) {
        var listen = settings.proxy().orElseThrow().listen();
        return URI.create("http://%s:%d".formatted(listen.host(), listen.port()));
    }

    /// Both applications have just been started; and until the health of the service is known, the
    /// shop answers for it.
    private static void warmUp(Ledger ledger, ShopRequests requests, RunningPicture picture)
            throws Exception {
        requests.warmUp(WARM);
        flip(ledger, Share.ALL);
        await(
                "the service",
                () -> {
                    requests.warmUp(1);
                    return log(picture).contains("\"side\":\"candidate\"");
                });
        requests.warmUp(WARM);
        flip(ledger, Share.NONE);
    }

    private static List<Flip> flip(Ledger ledger, ShopRequests requests, int times)
            throws Exception {
        var flips = new ArrayList<Flip>();
        for (int i = 0; i < times; i++) {
            flips.add(flip(ledger, i % 2 == 0 ? Share.ALL : Share.NONE));
            long enough = requests.stockReads() + READS_BETWEEN;
            await("reads that see it", () -> requests.stockReads() >= enough);
        }
        return flips;
    }

    private static Flip flip(Ledger ledger, Share share) throws Exception {
        long begun = System.nanoTime();
        var step = ledger.apply(MODULE, new Change.SwitchReads(share), Note.by("flips"));
        long committed = System.nanoTime();
        assertThat(step).isInstanceOf(Step.Taken.class);
        long version = ((Step.Taken) step).extraction().version();
        await("the acknowledgement", () -> hasAcknowledged(ledger, version));
        var side = share.equals(Share.ALL) ? Side.CANDIDATE : Side.CONTROL;
        return new Flip(begun, committed, System.nanoTime(), side);
    }

    private static boolean hasAcknowledged(Ledger ledger, long version) {
        return ledger.processes().stream()
                .filter(process -> process.kind() == ProcessState.Kind.PROXY)
                .allMatch(process -> process.acknowledged() >= version);
    }

    private static void judge(List<Flip> flips, ShopRequests requests, RunningPicture picture)
            throws Exception {
        var answered = requests.answered();
        await("a line for each request", () -> sides(picture).size() == answered.size());
        var sides = sides(picture);
        var lost = answered.stream().filter(Answered::isLost).toList();
        var bound = bound(flips, answered);
        var misrouted =
                bound.entrySet().stream()
                        .filter(entry -> sides.get(entry.getKey().number()) != entry.getValue())
                        .map(Map.Entry::getKey)
                        .toList();
        double seconds = (flips.getLast().acknowledged() - flips.getFirst().begun()) / 1e9;
        System.out.printf(
                "%d flips, %d requests (%.0f a second), %d lost; %d could be answered by one side only, %d misrouted%n",
                flips.size(),
                answered.size(),
                answered.size() / seconds,
                lost.size(),
                bound.size(),
                misrouted.size());
        print(
                "commit to acknowledged",
                flips.stream().mapToLong(f -> f.acknowledged() - f.committed()));
        print("commit to the first answer of the other side", firstAnswers(flips, answered, sides));

        assertThat(lost.stream().limit(TOLD)).isEmpty();
        assertThat(misrouted.stream().limit(TOLD)).isEmpty();
        assertThat(bound.values()).contains(Side.CANDIDATE, Side.CONTROL);
    }

    /// The requests that only one side may answer: reads of stock between a flip in effect and the
    /// next one, and what never goes to the service.
    private static Map<Answered, Side> bound(List<Flip> flips, List<Answered> answered) {
        var bound = new HashMap<Answered, Side>();
        for (var request : answered) {
            if (request.kind() != Kind.STOCK) {
                bound.put(request, Side.CONTROL);
            }
        }
        for (int i = 0; i < flips.size(); i++) {
            var flip = flips.get(i);
            long next = i + 1 < flips.size() ? flips.get(i + 1).begun() : Long.MAX_VALUE;
            for (var request : answered) {
                if (request.kind() == Kind.STOCK
                        && request.begun() - flip.acknowledged() > 0
                        && request.ended() < next) {
                    bound.put(request, flip.side());
                }
            }
        }
        return bound;
    }

    private static LongStream firstAnswers(
            List<Flip> flips, List<Answered> answered, Map<Integer, Side> sides) {
        var reads =
                answered.stream()
                        .filter(request -> request.kind() == Kind.STOCK)
                        .sorted(Comparator.comparingLong(Answered::ended))
                        .toList();
        return flips.stream()
                .mapToLong(flip ->
                        reads.stream()
                                        .filter(read -> read.ended() > flip.begun())
                                        .filter(read -> sides.get(read.number()) == flip.side())
                                        .findFirst()
                                        .orElseThrow()
                                        .ended()
                                - flip.committed());
    }

    /// Who answered each request that has a number, as the access log tells. A client that tries
    /// again by itself would hide what was lost.
    private static Map<Integer, Side> sides(RunningPicture picture) throws Exception {
        var sides = new HashMap<Integer, Side>();
        var lines = LINE.matcher(log(picture));
        while (lines.find()) {
            var number = Integer.valueOf(lines.group("number"));
            var side = lines.group("side").equals("control") ? Side.CONTROL : Side.CANDIDATE;
            assertThat(sides.put(number, side)).as("request %d was sent twice", number).isNull();
        }
        return sides;
    }

    private static String log(RunningPicture picture) throws Exception {
        return Files.readString(picture.data().resolve("logs").resolve("proxy.log"));
    }

    private static void print(String what, LongStream nanos) {
        var millis = nanos.mapToDouble(n -> n / 1e6).sorted().toArray();
        System.out.printf(
                "%s: p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                what,
                millis[(millis.length - 1) / 2],
                millis[(int) Math.ceil(millis.length * 0.99) - 1],
                millis[millis.length - 1]);
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("%s within %s", what, PATIENCE).isLessThan(end);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
