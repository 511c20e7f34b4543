package dev.banyan.replication.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.Reader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a plan says of triggers and replica identities.
class TriggersAndIdentitiesIT extends PlannedModule {

    @Test
    void refusesTriggersThatWriteOutsideTheModule() throws Exception {
        source.run(
                "create function app.count() returns trigger language plpgsql as $$ begin update app.line set id = id; insert into shop.customer values (1) on conflict do nothing; return new; end $$",
                "create trigger counting after insert on app.item for each row execute function app.count()");

        assertThat(texts(plan(Reader.DEBEZIUM).refusals(Set.of())))
                .contains(
                        "Trigger 'counting' of table 'app.item' writes 'shop.customer', which is outside the module: it does not fire for applied rows. Replace it by an event.")
                .noneMatch(text -> text.contains("writes 'app.line'"));
    }

    @Test
    void refusesTriggersThatFireForAppliedRows() throws Exception {
        source.run(
                "create function app.noop() returns trigger language plpgsql as $$ begin return new; end $$",
                "create trigger twice before insert on app.item for each row execute function app.noop()",
                "alter table app.item enable always trigger twice");

        assertThat(texts(plan(Reader.DEBEZIUM).refusals(Set.of())))
                .containsExactly(
                        "Trigger 'twice' of table 'app.item' fires for applied rows too: what it does would be done twice. Run: alter table \"app\".\"item\" enable trigger \"twice\"");
    }

    @Test
    void asksAboutTriggersThatCannotBeRead() throws Exception {
        source.run(
                "create function app.any() returns trigger language plpgsql as $$ begin execute 'delete from x'; return new; end $$",
                "create trigger hidden before insert on app.item for each row execute function app.any()",
                "create trigger fine before update on app.item for each row execute function suppress_redundant_updates_trigger()");

        Findings findings = plan(Reader.DEBEZIUM);

        assertThat(texts(findings.refusals(Set.of())))
                .containsExactly(
                        "Trigger 'hidden' of table 'app.item' puts statements together while it runs, which cannot be read: it must not write outside the module.");
        assertThat(findings.refusals(Set.of("app.item.hidden"))).isEmpty();
    }

    @Test
    void proposesWhatMakesKeylessTablesMovable() throws Exception {
        source.run(
                "create table app.history (a int)",
                "create table app.unique_one (a int not null unique, b int)",
                "alter table app.line replica identity nothing");

        assertThat(proposals(plan(Reader.DEBEZIUM)))
                .containsExactly(
                        "alter table \"app\".\"history\" replica identity full",
                        "alter table \"app\".\"line\" replica identity default",
                        "alter table \"app\".\"unique_one\" replica identity using index \"unique_one_a_key\"");
        source.run(
                "alter table app.history replica identity full",
                "alter table app.line replica identity default",
                "alter table app.unique_one replica identity using index unique_one_a_key");
        assertThat(plan(Reader.DEBEZIUM).refusals(Set.of())).isEmpty();
    }

    @Test
    void refusesAnotherIdentityBesideAPrimaryKey() throws Exception {
        source.run(
                "create table app.two (id int primary key, other int not null unique)",
                "alter table app.two replica identity using index two_other_key");

        assertThat(texts(plan(Reader.DEBEZIUM).refusals(Set.of())))
                .containsExactly(
                        "Table 'app.two' has a primary key, but another index as replica identity: changed keys would arrive without the old one.");
    }

    @Test
    void refusesWholeRowsAsIdentityWhereAColumnIsGenerated() throws Exception {
        source.run(
                "create table app.twice (a int, b int generated always as (a * 2) stored)",
                "alter table app.twice replica identity full");

        List<String> refused = texts(plan(Reader.DEBEZIUM).refusals(Set.of()));

        boolean fails = source.number("select current_setting('server_version_num')") >= 180_000;
        assertThat(refused).hasSize(fails ? 1 : 0);
        assertThat(refused).allMatch(text -> text.contains("FULL and a generated column"));
    }
}
