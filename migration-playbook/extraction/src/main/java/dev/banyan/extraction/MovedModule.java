package dev.banyan.extraction;

import dev.banyan.ledger.config.DatabaseSettings;
import dev.banyan.ledger.config.ModuleSettings;
import dev.banyan.ledger.config.Secret;
import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.TableName;
import dev.banyan.replication.fence.FenceRow;
import dev.banyan.replication.schema.Selection;
import dev.banyan.routing.Side;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A module with both its databases, and what of it moves. Immutable.
///
/// @param own its tables: what is copied, fenced, streamed both ways and compared
/// @param followed neighbours' tables that go forward only, read-only on the target
public record MovedModule(
        ModuleSettings settings,
        Database source,
        Database target,
        Set<TableName> own,
        Set<TableName> followed) {

    public MovedModule {
        own = Set.copyOf(new TreeSet<>(own));
        followed = Set.copyOf(new TreeSet<>(followed));
    }

    /// A module whose tables are not known yet.
    ///
    /// @throws IllegalArgumentException if its configuration names no target
    public static MovedModule of(
            ModuleSettings settings, DatabaseSettings source, Map<String, String> environment) {
        var target =
                settings.target()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "Module '%s' has no target. Next: write 'target:' with its database into banyan.yaml."
                                                .formatted(settings.name())));
        return new MovedModule(
                settings,
                database(source, environment),
                database(target, environment),
                names(settings.tables()),
                names(settings.followed()));
    }

    public String name() {
        return settings.name();
    }

    /// The fence row of the followed tables; it never opens on the target.
    public String followedFence() {
        return FenceRow.followedBy(name());
    }

    /// The tables that the configuration asks for, before they are looked up.
    public Selection selection() {
        return new Selection(Set.copyOf(settings.schemas()), names(settings.tables()), Set.of());
    }

    /// The same with the tables that the selection stands for.
    public MovedModule with(Set<TableName> tables) {
        return new MovedModule(settings, source, target, tables, followed);
    }

    /// From the source to the target: the module's tables and those that are followed.
    public Link forward() {
        var all = new TreeSet<>(own);
        all.addAll(followed);
        return new Link(Link.nameOf(name(), true), source, target, List.copyOf(all));
    }

    /// From the target to the source: the module's tables.
    public Link reverse() {
        return new Link(
                Link.nameOf(name(), false), target, source, List.copyOf(new TreeSet<>(own)));
    }

    /// What both links publish under, also before the tables are known.
    Set<String> publications() {
        var any = Set.of(new TableName("any", "any"));
        var named = new MovedModule(settings, source, target, any, followed);
        return Set.of(named.forward().publication(), named.reverse().publication());
    }

    /// The link that leads to a side.
    public Link linkTo(Side side) {
        return side == Side.CANDIDATE ? forward() : reverse();
    }

    public Database databaseOf(Side side) {
        return side == Side.CONTROL ? source : target;
    }

    /// Logs in as the configuration says; a secret is read when it is needed, and not kept
    /// elsewhere.
    public static Database database(DatabaseSettings settings, Map<String, String> environment) {
        var password = settings.password().map((Secret s) -> s.reveal(environment)).orElse("");
        return new Database(settings.url(), settings.username(), password);
    }

    private static Set<TableName> names(List<String> texts) {
        var names = new HashSet<TableName>();
        texts.forEach(text -> names.add(TableName.parse(text)));
        return names;
    }
}
