package dev.banyan.replication.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.TableName;
import dev.banyan.replication.schema.Sequence;
import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SequencesIT {

    private Side old;
    private Side here;

    @BeforeEach
    void createBothSides() throws Exception {
        old = Side.create().run("create schema app");
        here = Side.create().run("create schema app");
    }

    private void onBoth(String... statements) throws SQLException {
        old.run(statements);
        here.run(statements);
    }

    private List<SequenceStep> carry(long margin) throws SQLException {
        List<SequenceValue> values;
        try (Connection connection = old.connect()) {
            values = Sequences.read(connection, old.catalogue("app").sequences());
        }
        try (Connection connection = here.connect()) {
            return Sequences.carry(connection, values, sequences(), margin);
        }
    }

    private List<Sequence> sequences() throws SQLException {
        return here.catalogue("app").sequences();
    }

    @Test
    void survivesF06IdentityColumnsGoOnBeyondTheOldSide() throws Exception {
        onBoth(
                "create table app.item (id bigint generated always as identity primary key, name text)");
        old.run("insert into app.item (name) select 'x' from generate_series(1, 10)");
        here.run("insert into app.item (id, name) overriding system value values (10, 'applied')");

        List<SequenceStep> steps = carry(1_000);

        assertThat(steps)
                .containsExactly(
                        new SequenceStep.Move(new TableName("app", "item_id_seq"), 1_010, 1_011));
        assertThat(here.number("insert into app.item (name) values ('new') returning id"))
                .isEqualTo(1_011);
    }

    @Test
    void leavesRoomForTwoBlocksInMemoryAndKeepsTheSteps() throws Exception {
        onBoth("create sequence app.numbers increment 300 start 7 cache 10");
        old.run("select nextval('app.numbers')");

        carry(1_000);

        assertThat(here.number("select nextval('app.numbers')"))
                .isGreaterThanOrEqualTo(old.number("select last_value from app.numbers") + 6_000)
                .satisfies(next -> assertThat((next - 7) % 300).isZero());
    }

    @Test
    void carriesDescendingSequencesDownwards() throws Exception {
        onBoth(
                "create table app.debt (id int primary key)",
                "create sequence app.down increment -1");
        old.run("select nextval('app.down') from generate_series(1, 5)");

        carry(1_000);

        assertThat(here.number("select nextval('app.down')")).isEqualTo(-1_006);
    }

    @Test
    void neverSetsASequenceBack() throws Exception {
        onBoth("create sequence app.numbers");
        here.run("select setval('app.numbers', 1000000)");

        List<SequenceStep> steps = carry(1_000);

        assertThat(steps)
                .containsExactly(new SequenceStep.Stay(new TableName("app", "numbers"), 1_000_001));
        assertThat(here.number("select nextval('app.numbers')")).isEqualTo(1_000_001);
    }

    @Test
    void movesNoneWhereOneWouldPassItsTypesMaximum() throws Exception {
        onBoth("create sequence app.a_fine", "create sequence app.small as smallint");
        old.run("select setval('app.small', 32000)");

        List<SequenceStep> steps = carry(1_000);

        assertThat(steps.get(1))
                .hasToString(
                        "Sequence 'app.small' would have to give 33001 next, but ends at 32767. Widen it first: alter sequence \"app\".\"small\" as bigint no maxvalue");
        assertThat(here.number("select last_value from app.a_fine")).isEqualTo(1);
    }

    @Test
    void assertsThatNoColumnHoldsWhatComesNext() throws Exception {
        onBoth("create table app.item (id serial primary key)");
        here.run("insert into app.item values (5000)");

        List<SequenceStep> steps = carry(1_000);

        assertThat(steps)
                .singleElement()
                .hasToString(
                        "Sequence 'app.item_id_seq' gives 1002 next, but column 'id' of table 'app.item' already holds 5000. Set the sequence beyond it first.");
        assertThat(here.number("select last_value from app.item_id_seq")).isEqualTo(1);
    }

    @Test
    void copiesSequencesThatCycleAsTheyAre() throws Exception {
        onBoth("create sequence app.slot maxvalue 10 cycle");
        old.run("select nextval('app.slot') from generate_series(1, 14)");

        carry(1_000);

        assertThat(here.number("select last_value from app.slot")).isEqualTo(4);
    }

    @Test
    void namesASequenceThatTheNewSideLacks() throws Exception {
        old.run("create sequence app.only_there");

        assertThat(carry(1_000))
                .containsExactly(new SequenceStep.Missing(new TableName("app", "only_there")));
    }

    @Test
    void startsFromAppliedRowsWhereTheOwnerIsLost() throws Exception {
        here.run(
                "create table app.item (id serial primary key)",
                "insert into app.item values (40), (41)");

        List<SequenceStep> steps;
        try (Connection connection = here.connect()) {
            List<SequenceValue> applied = Sequences.fromRows(connection, sequences());
            steps = Sequences.carry(connection, applied, sequences(), 1_000_000);
        }

        assertThat(steps)
                .containsExactly(
                        new SequenceStep.Move(
                                new TableName("app", "item_id_seq"), 1_000_041, 1_000_042));
    }
}
