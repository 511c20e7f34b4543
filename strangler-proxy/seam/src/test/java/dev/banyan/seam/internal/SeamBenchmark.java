package dev.banyan.seam.internal;

import dev.banyan.routing.RoutingTable;
import dev.banyan.routing.Side;
import dev.banyan.seam.ReadsOnly;
import dev.banyan.seam.SeamSettings.ForeignTransactions;
import dev.banyan.seam.SeamSettings.HoldSettings;
import dev.banyan.seam.internal.Published.ModuleNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// Measures what the seam costs where the module is in process: a call through it beside the same
/// call without it, in turns.
///
/// No test: it runs when it is named, with `banyan.bench.quick` and `banyan.bench.json` if wanted.
final class SeamBenchmark {

    private static final int CALLS = 1_000_000;

    private final boolean json;
    private final int rounds;

    SeamBenchmark() {
        this.json = Boolean.getBoolean("banyan.bench.json");
        this.rounds = Boolean.getBoolean("banyan.bench.quick") ? 5 : 25;
    }

    /// What is called.
    @HttpExchange("/internal/counting")
    public interface Counting {

        @PostExchange("/next")
        int next(int number);

        @ReadsOnly
        @PostExchange("/look")
        int look(int number);
    }

    /// A class of this package: that is its module.
    public static class LocalCounting implements Counting {

        @Override
        public int next(int number) {
            return number * 31 + 7;
        }

        @Override
        public int look(int number) {
            return number * 31 + 7;
        }
    }

    @Test
    void measures() {
        var direct = new LocalCounting();
        var seam = behindSeam(direct);
        if (!json) {
            System.out.printf("%-8s %14s %14s %14s%n", "case", "direct ns", "seam ns", "added ns");
        }
        compare("write", direct::next, seam::next);
        compare("read", direct::look, seam::look);
    }

    private static Counting behindSeam(Counting local) {
        var beans = new PublishedBeans(new ModuleNames(List.of("dev.banyan.seam")));
        var board = new Switchboard(Side.CONTROL);
        beans.of(local.getClass()).forEach(one -> board.publish(one.module()));
        var metrics = SeamMetrics.none();
        var interceptor =
                new SeamInterceptor(
                        beans,
                        board,
                        new Holds(board, new HoldSettings(1000, Duration.ofSeconds(10)), metrics),
                        unused(),
                        new Transactions(ForeignTransactions.REPORT, metrics),
                        Writers.NONE,
                        Checks.NONE);
        board.use(RoutingTable.EMPTY, dev.banyan.ledger.LedgerView.EMPTY);
        var factory = new ProxyFactory(local);
        factory.addAdvisor(new DefaultPointcutAdvisor(interceptor));
        return (Counting) factory.getProxy();
    }

    /// Nothing is called that is not here.
    private static Remotes unused() {
        return new Remotes(
                new dev.banyan.seam.SeamSettings(
                        new dev.banyan.seam.SeamSettings.LedgerSettings(
                                false, null, null, null, null),
                        Side.CONTROL,
                        null,
                        java.nio.file.Path.of(".banyan/seam"),
                        ForeignTransactions.REPORT,
                        Duration.ZERO,
                        new dev.banyan.seam.SeamSettings.CallSettings(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(5),
                                3,
                                Duration.ofMillis(100),
                                20,
                                256),
                        new HoldSettings(1000, Duration.ofSeconds(10)),
                        new dev.banyan.seam.SeamSettings.BreakerSettings(
                                100, 10, 50, Duration.ofSeconds(2), 100, Duration.ofSeconds(10), 3),
                        new dev.banyan.seam.SeamSettings.InternalSettings(null, null),
                        java.util.Map.of()),
                new Remote.Surroundings(
                        new HttpClients(
                                Duration.ofSeconds(1),
                                org.springframework.web.client.RestClient.builder(),
                                null),
                        module -> List.of(),
                        new Answers(new tools.jackson.databind.json.JsonMapper(), List.of()),
                        SeamMetrics.none(),
                        () -> UUID.randomUUID().toString(),
                        () -> null,
                        java.util.random.RandomGenerator.getDefault()));
    }

    private void compare(String name, IntUnaryOperator direct, IntUnaryOperator seam) {
        var directly = new ArrayList<Double>();
        var through = new ArrayList<Double>();
        for (int round = 0; round < rounds + 3; round++) {
            double plain = nanosOfOne(direct);
            double wrapped = nanosOfOne(seam);
            // The first rounds are the compiler's.
            if (round >= 3) {
                directly.add(plain);
                through.add(wrapped);
            }
        }
        print(name, median(directly), median(through));
    }

    private static double nanosOfOne(IntUnaryOperator call) {
        int value = 1;
        long began = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            value = call.applyAsInt(value);
        }
        long took = System.nanoTime() - began;
        // Uses the value, so that nothing is left out.
        return value == 0 ? Double.NaN : (double) took / CALLS;
    }

    private void print(String name, double direct, double seam) {
        var format =
                json
                        ? "{\"bench\":\"seam\",\"case\":\"%s\",\"peer\":\"direct call\",\"metric\":\"ns\",\"ours\":%.1f,\"theirs\":%.1f,\"ratio\":%.2f}"
                        : "%-8s %3$14.1f %2$14.1f %5$14.1f";
        System.out.println(
                String.format(
                        Locale.ROOT, format, name, seam, direct, seam / direct, seam - direct));
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
