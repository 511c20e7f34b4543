package dev.banyan.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.cli.load.Load;
import dev.banyan.cli.load.LoadReport;
import dev.banyan.cli.load.LoadSettings;
import dev.banyan.cli.load.Pace;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole life of an extraction in the real processes, while customers keep ordering: so many
/// orders a second as `banyan.orders` says. Each is three requests and a saga of its own.
class ExtractionUnderLoadIT {
    /// What two cores carry beside other work without keeping anybody waiting for seconds.
    private static final String STANDARD_ORDERS = "3";

    private static final int SECONDS_AT_A_SHARE = 10;
    private static final Duration ALWAYS = Duration.ofHours(2);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir Path folder;

    @Test
    @Tag("long")
    void movesInventoryThereAndBackAndThereWhileCustomersOrder() throws Exception {
        var data = folder.resolve("in stallation");
        try (var picture = RunningPicture.start(data)) {
            flawless(
                    picture,
                    load -> {
                        awaitFullPace(load);
                        walk(picture);
                    });
        }
        try (var again = RunningPicture.start(data)) {
            assertThat(tables(again, "inventory")).isZero();
            flawless(again, load -> order(again, load));
        }
    }

    private static void awaitFullPace(Load load) throws InterruptedException {
        while (load.progress().since().compareTo(pace().rampUp()) < 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void walk(RunningPicture picture) throws InterruptedException {
        eventually(picture, "plan", "inventory");
        eventually(picture, "create", "inventory");
        var records = picture.data().resolve("contracts").toString();
        eventually(picture, "verify", "inventory", "--if-missing", "--records", records);
        clean(picture);
        for (var share : new String[] {"5", "25", "100"}) {
            eventually(picture, "switch", "inventory", "--reads", share);
            TimeUnit.SECONDS.sleep(SECONDS_AT_A_SHARE);
            clean(picture);
        }
        switchWrites(picture);
        clean(picture);
        eventually(picture, "reverse", "inventory");
        clean(picture);
        switchWrites(picture);
        clean(picture);
        eventually(picture, "complete", "inventory");
    }

    /// A guard puts the reads back when the service is slow for a moment; then they come first.
    private static void switchWrites(RunningPicture picture) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var typed = picture.typed("switch", "inventory", "--writes");
        while (typed.exitCode() != 0) {
            System.out.println(typed.text());
            assertThat(System.nanoTime()).as(typed.text()).isLessThan(end);
            eventually(picture, "switch", "inventory", "--reads", "100");
            typed = picture.typed("switch", "inventory", "--writes");
        }
    }

    private static void clean(RunningPicture picture) {
        assertThat(eventually(picture, "diff", "inventory")).contains("is equal on both sides");
    }

    /// A machine under load may lag behind its limits for a moment. Then a step is refused or
    /// undone without harm to anybody, which is what this test is about, and asked for again.
    private static String eventually(RunningPicture picture, String... command) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var typed = picture.typed(command);
        while (typed.exitCode() != 0 && System.nanoTime() < end) {
            System.out.printf("%s: %s%n", String.join(" ", command), typed.text());
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            typed = picture.typed(command);
        }
        assertThat(typed.exitCode()).as("%s: %s", String.join(" ", command), typed.text()).isZero();
        return typed.text();
    }

    private static void order(RunningPicture picture, Load load) {
        assertThat(picture.done("status", "inventory")).contains("writes with the service");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (load.progress().accepted() < 20) {
            assertThat(System.nanoTime()).as("20 orders within " + PATIENCE).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /// What is done while customers order.
    private interface Deed {
        void run(Load load) throws Exception;
    }

    private static void flawless(RunningPicture picture, Deed deed) throws Exception {
        long seed = seed();
        var settings = new LoadSettings(pace(), ALWAYS, 5, PATIENCE, seed);
        try (var load = Load.start(settings, picture.settings(), Map.of())) {
            try {
                deed.run(load);
            } finally {
                picture.keepLogs();
            }
            var report = load.finish();
            System.out.printf("seed %d: %s%n", seed, report.text());
            assertThat(report).as(report.text()).matches(LoadReport::isFlawless, "is flawless");
            assertThat(report.confirmed()).as(report.text()).isPositive();
            assertThat(report.refused() * 10).as(report.text()).isLessThan(report.accepted());
        }
    }

    /// One order a second more each second, so that what was just started can warm up.
    private static Pace pace() {
        var orders = Double.parseDouble(System.getProperty("banyan.orders", STANDARD_ORDERS));
        return new Pace(orders, Duration.ofSeconds((long) orders));
    }

    private static long seed() {
        var given = System.getProperty("banyan.seed", "");
        return given.isEmpty() ? new Random().nextInt(1_000_000) : Long.parseLong(given);
    }

    private static long tables(RunningPicture picture, String schema) throws Exception {
        var source = picture.settings().source();
        var password = source.password().orElseThrow().reveal(Map.of());
        try (var connection =
                        DriverManager.getConnection(source.url(), source.username(), password);
                var query =
                        connection.prepareStatement(
                                "SELECT count(*) FROM pg_tables WHERE schemaname = ? AND tablename <> 'flyway_schema_history'")) {
            query.setString(1, schema);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
