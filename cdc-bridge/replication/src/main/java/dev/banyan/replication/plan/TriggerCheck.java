package dev.banyan.replication.plan;

import dev.banyan.replication.TableName;
import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.schema.Table;
import dev.banyan.replication.schema.Trigger;
import java.util.regex.Pattern;

/// What a user's trigger would do, or no longer do, when its table is moved.
///
/// What a trigger writes is read from its text: functions that it calls and statements that it puts
/// together are not looked into, which is said.
final class TriggerCheck {

    private static final Pattern DYNAMIC =
            Pattern.compile("(?i)\\bexecute\\s+(?!function|procedure)");

    private final Table table;
    private final Trigger trigger;
    private final Catalogue module;
    private final Findings.Collector findings;

    TriggerCheck(Table table, Trigger trigger, Catalogue module, Findings.Collector findings) {
        this.table = table;
        this.trigger = trigger;
        this.module = module;
        this.findings = findings;
    }

    void check() {
        if (trigger.function().equals("banyan.fence")) {
            return;
        }
        if (trigger.firing().firesForAppliedRows()) {
            findings.refuse(
                    "Trigger '%s' of table '%s' fires for applied rows too: what it does would be done twice. Run: alter table %s enable trigger %s"
                            .formatted(
                                    trigger.name(),
                                    table.name(),
                                    table.name().quoted(),
                                    TableName.quoted(trigger.name())));
        }
        switch (trigger.language()) {
            case "internal" -> {}
            case "sql", "plpgsql" -> checkBody();
            default ->
                    findings.ask(
                            table.name() + "." + trigger.name(),
                            "Trigger '%s' of table '%s' runs '%s' in language '%s', which cannot be read: it does not fire for applied rows, so it must not write outside the module."
                                    .formatted(
                                            trigger.name(),
                                            table.name(),
                                            trigger.function(),
                                            trigger.language()));
        }
    }

    private void checkBody() {
        StatementText text = new StatementText(trigger.body());
        for (StatementText.Mention mention : text.written()) {
            if (!mention.isOneOf(module.tableNames())) {
                findings.refuse(
                        "Trigger '%s' of table '%s' writes '%s', which is outside the module: it does not fire for applied rows. Replace it by an event."
                                .formatted(trigger.name(), table.name(), mention));
            }
        }
        if (DYNAMIC.matcher(text.text()).find()) {
            findings.ask(
                    table.name() + "." + trigger.name(),
                    "Trigger '%s' of table '%s' puts statements together while it runs, which cannot be read: it must not write outside the module."
                            .formatted(trigger.name(), table.name()));
        }
    }
}
