package dev.banyan.replication.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.side.Side;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriftIT {

    private static final String[] SCHEMA = {
        "create schema app",
        "create type app.mood as enum ('good', 'bad')",
        "create table app.item (id int primary key, name text, mood app.mood, amount numeric(10, 2))",
        "create table app.part (id int primary key) partition by range (id)",
        "create table app.part_one partition of app.part for values from (0) to (10)",
        "create sequence app.numbers"
    };

    private static final String NOTHING = "drop schema if exists app cascade";

    private final Side owner = Side.create();
    private final Side other = Side.create();

    @BeforeEach
    void makeThemEqual() throws Exception {
        owner.run(NOTHING).run(SCHEMA);
        other.run(NOTHING).run(SCHEMA);
    }

    private List<Drift> drifts() throws Exception {
        return SchemaComparison.compare(owner.catalogue("app"), other.catalogue("app"));
    }

    private boolean fingerprintsAreTheSame() throws Exception {
        return SchemaFingerprint.of(owner.catalogue("app"))
                .equals(SchemaFingerprint.of(other.catalogue("app")));
    }

    @Test
    void findsNoDriftBetweenEqualSchemas() throws Exception {
        other.run(
                "create index on app.item (name)",
                "create table app.flyway_schema_history (i int)");

        assertThat(drifts()).isEmpty();
        assertThat(fingerprintsAreTheSame()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    alter table app.item add column note varchar(20)
                    alter table app.item add column size int not null default 7
                    alter table app.item add column twice int generated always as (id * 2) stored
                    alter table app.item alter column name set not null
                    alter table app.item alter column name set default 'none'
                    alter table app.item add check (amount > 0)
                    alter table app.item add unique (name)
                    alter type app.mood add value 'better' before 'good'
                    alter type app.mood add value 'worst'
                    create sequence app.more increment 50
                    """)
    void survivesF12OffersAdditiveChangesAsSqlThatEndsTheDrift(String change) throws Exception {
        owner.run(change);
        assertThat(fingerprintsAreTheSame()).isFalse();

        List<Drift> drifts = drifts();

        assertThat(drifts).hasSize(1).allMatch(Drift.Additive.class::isInstance);
        other.run(((Drift.Additive) drifts.getFirst()).sql());
        assertThat(drifts()).isEmpty();
        assertThat(fingerprintsAreTheSame()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    alter table app.item alter column amount type numeric(10, 3) ; Column 'amount' of table 'app.item' is 'numeric(10,3)' here, but 'numeric(10,2)' on the other side.
                    alter table app.item add column at timestamptz default now() ; Column 'at' of table 'app.item' is missing on the other side.
                    alter table app.item drop column name ; Column 'name' of table 'app.item' exists only on the other side.
                    create table app.more (id int primary key) ; Table 'app.more' is missing on the other side.
                    drop table app.item ; Table 'app.item' exists only on the other side.
                    alter table app.part detach partition app.part_one ; Table 'app.part_one' is partitioned otherwise on the other side.
                    alter sequence app.numbers increment 2 ; Sequence 'app.numbers' counts otherwise on the other side.
                    alter type app.mood rename value 'bad' to 'poor' ; Type 'app.mood' is ('good', 'poor'), but ('good', 'bad') on the other side.
                    """)
    void reportsEverythingElse(String change, String message) throws Exception {
        owner.run(change);

        assertThat(drifts()).extracting(Object::toString).contains(message);
        assertThat(fingerprintsAreTheSame()).isFalse();
    }

    @Test
    void reportsWhatWouldRefuseTheOwnersRows() throws Exception {
        other.run(
                "alter table app.item add constraint short check (length(name) < 9)",
                "create unique index only_here on app.item (name)");

        assertThat(drifts())
                .extracting(Object::toString)
                .containsExactly(
                        "Table 'app.item' is unique by [name] on the other side only (index 'only_here'): rows of the owner could be refused there.",
                        "Table 'app.item' has 'CHECK ((length(name) < 9))' on the other side only.");
    }
}
