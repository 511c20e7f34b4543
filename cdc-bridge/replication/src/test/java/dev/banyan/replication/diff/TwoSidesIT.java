package dev.banyan.replication.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.replication.Lsn;
import dev.banyan.replication.schema.Table;
import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// Two sides that are made or used otherwise than each other, compared.
class TwoSidesIT {

    @Test
    void areEqualInWhateverOrderACollationPutsThem() throws Exception {
        Side sorted =
                Side.create()
                        .run(
                                "create schema app",
                                "create table app.word (w text collate \"C\" primary key)");
        Side otherwise =
                Side.create()
                        .run(
                                "create schema app",
                                "create table app.word (w text collate \"en-x-icu\" primary key)");
        String words =
                "insert into app.word select w || i from generate_series(1, 300) i, unnest(array['a', 'B', 'ä', '-', '_z', 'Z ', 'ß', 'é']) w";
        sorted.run(words);
        otherwise.run(
                words, "delete from app.word where w = 'ä7'", "insert into app.word values ('A7')");

        try (Connection ownerRows = DiffIT.begin(sorted);
                Connection otherRows = DiffIT.begin(otherwise)) {
            DiffReport report =
                    new Differ(DiffIT.SETTINGS, InstantSource.system())
                            .compare(
                                    new SnapshotPair(ownerRows, otherRows, Lsn.ZERO),
                                    sorted.catalogue("app").tables(),
                                    List.of(),
                                    PendingChanges.NONE);

            assertThat(report.listed())
                    .extracting(Object::toString)
                    .containsExactly("EXTRA app.word (w=A7)", "MISSING app.word (w=ä7)");
        }
    }

    /// An older snapshot sees a truncated table empty: that would be differences that nobody made.
    @Test
    void areNotComparedWhereATableIsTruncatedMeanwhile() throws Exception {
        Side one = Side.create().run("create table public.gone (id int primary key)");
        Side two = Side.create().run("create table public.gone (id int primary key)");
        one.run("insert into public.gone select generate_series(1, 10)");
        two.run("insert into public.gone select generate_series(1, 10)");
        List<Table> tables = one.catalogue("public").tables();

        try (CommonPosition common =
                CommonPosition.ofStopped(one.database(), two.database(), Duration.ofMinutes(1))) {
            one.run("truncate public.gone");

            assertThatThrownBy(() ->
                            new Differ(DiffIT.SETTINGS, InstantSource.system())
                                    .compare(
                                            common.snapshots(),
                                            tables,
                                            List.of(),
                                            PendingChanges.NONE))
                    .hasMessageContaining("'public.gone' was truncated");
        }
    }

    /// Nobody sends these: each side computes its own.
    @Test
    void differInWhatEachGeneratesByItself() throws Exception {
        Side one = made("n * 2", "n * 2");
        Side two = made("n * 2 + (n = 3)::int", "n * 2 + (n = 5)::int");

        try (Connection ownerRows = DiffIT.begin(one);
                Connection otherRows = DiffIT.begin(two)) {
            DiffReport report =
                    new Differ(DiffIT.SETTINGS, InstantSource.system())
                            .compare(
                                    new SnapshotPair(ownerRows, otherRows, Lsn.ZERO),
                                    one.catalogue("app").tables(),
                                    List.of(),
                                    PendingChanges.NONE);

            assertThat(report.listed())
                    .extracting(Object::toString)
                    .containsExactly(
                            "CHANGED app.made (n=3): stored: '7' instead of '6'",
                            "CHANGED app.made (n=5): computed: '11' instead of '10'");
        }
    }

    private static Side made(String stored, String computed) throws SQLException {
        return Side.create()
                .run(
                        "create schema app",
                        "create table app.made (n int primary key, stored int generated always as (%s) stored, computed int generated always as (%s))"
                                .formatted(stored, computed),
                        "insert into app.made select generate_series(1, 9)");
    }

    @Test
    void areBroughtToOnePlaceOfTheLog() throws Exception {
        String table = "create table public.thing as select generate_series(1, 100) as id";
        Side owner = Side.create().run(table);
        Side other = Side.create().run(table);
        StandsAt stream =
                (place, work) ->
                        CompletableFuture.runAsync(() -> {
                            try {
                                work.run();
                            } catch (SQLException failure) {
                                throw new CompletionException(failure);
                            }
                        });

        try (CommonPosition common =
                CommonPosition.take(
                        owner.database(), other.database(), stream, Duration.ofMinutes(1))) {
            owner.run("delete from public.thing where id = 99");
            other.run("delete from public.thing where id = 98");
            DiffReport report =
                    new Differ(DiffIT.SETTINGS, InstantSource.system())
                            .compare(
                                    common.snapshots(),
                                    owner.catalogue("public").tables(),
                                    List.of(),
                                    PendingChanges.NONE);

            assertThat(report.listed()).isEmpty();
            assertThat(report.position().isAfter(Lsn.ZERO)).isTrue();
        }
        assertThat(
                        owner.number(
                                "select count(*) from pg_replication_slots where slot_name like 'banyan_diff%'"))
                .isZero();
    }
}
