package dev.banyan.extraction;

import dev.banyan.replication.diff.CommonPosition;
import dev.banyan.replication.diff.DiffReport;
import dev.banyan.replication.diff.DiffSettings;
import dev.banyan.replication.diff.Differ;
import dev.banyan.replication.diff.PendingChanges;
import dev.banyan.replication.diff.StandsAt;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Compares all rows of all tables of a module, while both sides are written.
final class DiffVerb {
    private static final int TRIES = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final MovedModule module;
    private final Workplace workplace;
    private final DiffSettings settings;

    DiffVerb(MovedModule module, Workplace workplace, DiffSettings settings) {
        this.module = module;
        this.workplace = workplace;
        this.settings = settings;
    }

    /// Compares the owner's rows with the other side's.
    DiffReport run(Side owner)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        var tables = owner == Side.CONTROL ? module.forward().tables() : module.reverse().tables();
        var catalogue = Catalogues.of(module.databaseOf(owner), Set.copyOf(tables));
        try (var position = position(owner)) {
            return new Differ(settings, InstantSource.system())
                    .compare(
                            position.snapshots(),
                            catalogue.tablesWithRows(),
                            catalogue.foreignKeys(),
                            PendingChanges.NONE);
        }
    }

    /// A running stream is asked to stand still for a moment; one that has stopped stands already.
    private CommonPosition position(Side owner)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        var other = owner.other();
        for (int tried = 1; ; tried++) {
            var stream = workplace.streaming().streamTo(module.name(), other);
            if (stream.isEmpty()) {
                return CommonPosition.ofStopped(
                        module.databaseOf(owner), module.databaseOf(other), PATIENCE);
            }
            try {
                return CommonPosition.take(
                        module.databaseOf(owner),
                        module.databaseOf(other),
                        StandsAt.of(stream.get()),
                        PATIENCE);
            } catch (ExecutionException e) {
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    static String told(String module, DiffReport report) {
        return report.isClean()
                ? "'%s' is equal on both sides: %d rows of %d tables at %s."
                        .formatted(module, report.rows(), report.tables().size(), report.position())
                : "'%s' differs in %d rows (%d explained by lag) and has %d orphans:%n%s"
                        .formatted(
                                module,
                                report.differences(),
                                report.lagging(),
                                report.orphans().size(),
                                String.join(
                                        "\n",
                                        report.listed().stream().map(Object::toString).toList()));
    }
}
