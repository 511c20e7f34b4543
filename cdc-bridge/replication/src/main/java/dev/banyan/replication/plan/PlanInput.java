package dev.banyan.replication.plan;

import dev.banyan.replication.Reader;
import dev.banyan.replication.TableName;
import dev.banyan.replication.schema.Selection;
import java.util.Set;

/// What is to be moved, and how.
///
/// @param module its name
/// @param tables the module's own
/// @param followed neighbours' tables that go along read-only
/// @param ownPublications names of this extraction's own publications, should they exist already
public record PlanInput(
        String module,
        Selection tables,
        Set<TableName> followed,
        Reader reader,
        Set<String> ownPublications) {

    public PlanInput {
        followed = Set.copyOf(followed);
        ownPublications = Set.copyOf(ownPublications);
    }
}
