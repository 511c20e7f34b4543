package dev.banyan.replication.internal.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.replication.ChangeEvent;
import dev.banyan.replication.Row;
import dev.banyan.replication.SourceTable;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetChangesTests {

    private static final TableName NAME = new TableName("public", "item");
    private static final SourceTable TABLE = new SourceTable(NAME, List.of("id", "a", "b"));
    private static final TargetTable TARGET =
            new TargetTable(
                    NAME,
                    Map.of(
                            "id", new TargetTable.Column("id", "integer", false, "="),
                            "a", new TargetTable.Column("a", "text", false, ""),
                            "b", new TargetTable.Column("b", "text", false, "")),
                    List.of("id"),
                    false,
                    false);

    private final NetChanges changes = new NetChanges(new TableShape(TABLE, TARGET));

    private void insert(String... values) {
        changes.insert(new ChangeEvent.Insert(TABLE, Row.of(values)));
    }

    private void update(String... values) {
        changes.update(new ChangeEvent.Update(TABLE, null, Row.of(values)));
    }

    private void delete(String id) {
        changes.delete(new ChangeEvent.Delete(TABLE, Row.of(id, Row.absent(), Row.absent())));
    }

    @Test
    void mergesUpdatesIntoTheInsertBeforeThem() {
        insert("1", "a", "toast");
        update("1", "changed", Row.absent());

        assertThat(changes.inserts()).containsExactly(Row.of("1", "changed", "toast"));
        assertThat(changes.updates()).isEmpty();
    }

    @Test
    void keepsWhatAnEarlierUpdateSetAndALaterOneLeftAlone() {
        update("1", "a", "toast");
        update("1", "changed", Row.absent());

        assertThat(changes.updates().values())
                .containsExactly(List.of(Row.of("1", "changed", "toast")));
    }

    @Test
    void forgetsARowThatWasInsertedAndDeleted() {
        insert("1", "a", "b");
        delete("1");

        assertThat(changes.inserts()).isEmpty();
        assertThat(changes.deletes()).isEmpty();
    }

    @Test
    void deletesARowThatWasUpdatedBefore() {
        update("1", "a", "b");
        delete("1");

        assertThat(changes.deletes()).hasSize(1);
        assertThat(changes.updates()).isEmpty();
    }

    @Test
    void deletesAndInsertsARowThatGotASecondLife() {
        delete("1");
        insert("1", "again", "b");
        update("1", "and changed", Row.absent());

        assertThat(changes.deletes()).hasSize(1);
        assertThat(changes.inserts()).containsExactly(Row.of("1", "and changed", "b"));
    }

    @Test
    void putsUpdatesOfTheSameColumnsTogether() {
        update("1", "a", Row.absent());
        update("2", "a", "b");
        update("3", "c", Row.absent());

        assertThat(changes.updates().values()).extracting(List::size).containsExactly(2, 1);
    }

    @Test
    void refusesALogThatContradictsItself() {
        delete("1");

        assertThatThrownBy(() -> update("1", "a", "b"))
                .isInstanceOf(StreamStoppedException.class)
                .hasMessageContaining("(id)=(1)")
                .hasMessageContaining("updated after it was deleted");
    }
}
