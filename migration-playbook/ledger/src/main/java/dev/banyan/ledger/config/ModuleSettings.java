package dev.banyan.ledger.config;

import dev.banyan.routing.Cohorts;
import dev.banyan.routing.Route;
import dev.banyan.routing.StickyKey;
import java.util.List;
import java.util.Optional;

/// One module's part: what is moved, where to, and which requests belong to it.
///
/// `plan` puts it into the ledger ([#toJson]), and everybody takes it from there ([#fromJson]).
public record ModuleSettings(
        String name,
        List<String> schemas,
        List<String> tables,
        List<String> followed,
        Optional<DatabaseSettings> target,
        Optional<UpstreamSettings> candidate,
        List<Route> routes,
        StickyKey stickyKey,
        Cohorts cohorts,
        List<String> sessionCookies,
        List<KnownWriter> knownWriters,
        GuardSettings guard,
        Optional<EventSettings.ReceiverSettings> events,
        Optional<ContractSettings> contracts) {

    /// A module is named like a schema of PostgreSQL: its name goes into names of slots and files.
    public static final String NAME = "[a-z][a-z0-9_]{0,39}";

    public ModuleSettings {
        schemas = List.copyOf(schemas);
        tables = List.copyOf(tables);
        followed = List.copyOf(followed);
        routes = List.copyOf(routes);
        sessionCookies = List.copyOf(sessionCookies);
        knownWriters = List.copyOf(knownWriters);
    }

    /// A session that may write the module's tables: each part that is given must match.
    public record KnownWriter(
            Optional<String> role, Optional<String> application, Optional<String> address) {
        static KnownWriter read(Section section) {
            var writer =
                    new KnownWriter(
                            section.optional("role", Kind.text("a role", "shop"), "its role"),
                            section.optional(
                                    "application",
                                    Kind.text("an application_name", "shop"),
                                    "its application_name"),
                            section.optional(
                                    "address",
                                    Kind.matching(
                                            "[0-9A-Fa-f.:]+(/[0-9]{1,3})?",
                                            "an address or a network, as in '10.0.0.0/8'",
                                            "127.0.0.1"),
                                    "its address"));
            if (writer.role.isEmpty() && writer.application.isEmpty() && writer.address.isEmpty()) {
                section.problem(
                        "",
                        "'%s' matches everybody. Next: give a role, an application or an address."
                                .formatted(section.path()));
            }
            return writer;
        }
    }

    /// The module as JSON with a version, secrets as references only.
    public String toJson() {
        return ModuleJson.write(this);
    }

    /// A module as [#toJson] wrote it.
    ///
    /// @throws BadConfiguration when it is of a newer version or was changed by hand
    public static ModuleSettings fromJson(String json) {
        return ModuleJson.read(json);
    }

    static ModuleSettings read(String name, Section section) {
        var schemas = section.list("schemas", SCHEMA, "schemas whose tables all belong to it");
        var tables = section.list("tables", TABLE, "single tables that belong to it");
        if (schemas.isEmpty() && tables.isEmpty() && section.isRead()) {
            section.problem("", "'%s' has neither schemas nor tables.".formatted(section.path()));
        }
        return new ModuleSettings(
                name,
                schemas,
                tables,
                section.list(
                        "followed",
                        TABLE,
                        "a neighbour's tables that it reads; they go with it, read-only"),
                section.optionalSection("target", DatabaseSettings::read),
                section.optionalSection("candidate", UpstreamSettings::read),
                section.sections("routes", RoutingSettings::route),
                section.orElse(
                        "stickyKey",
                        RoutingSettings.STICKY_KEY,
                        "user",
                        "what keeps a client on one side; without it, the control answers"),
                section.section("cohorts", RoutingSettings::cohorts),
                section.list(
                        "sessionCookies",
                        Kind.matching("[!-~&&[^;,= ]]+", "a cookie's name", "SESSION"),
                        "cookies of which each side has its own"),
                section.sections("knownWriters", KnownWriter::read),
                section.section("guard", GuardSettings::read),
                section.optionalSection("events", EventSettings.ReceiverSettings::read),
                section.optionalSection("contracts", ContractSettings::read));
    }

    private static final Kind<String> SCHEMA = Kind.text("a schema", "inventory");
    private static final Kind<String> TABLE =
            Kind.matching("[^.]+\\.[^.]+", "schema.table", "inventory.stock");
}
