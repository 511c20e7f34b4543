package dev.banyan.ledger.config;

import dev.banyan.routing.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where a module's contracts are, and how its builds are verified against them.
///
/// @param folder the pacts; none where a broker has them
/// @param verifier the program that verifies; it is given the file with the job
public record ContractSettings(
        Optional<Path> folder,
        List<String> verifier,
        Optional<BrokerSettings> broker,
        SideSettings control,
        SideSettings candidate) {

    public ContractSettings {
        verifier = List.copyOf(verifier);
    }

    /// Those of one side.
    public SideSettings of(Side side) {
        return side == Side.CONTROL ? control : candidate;
    }

    /// A Pact Broker, which has the pacts and keeps who verified what.
    ///
    /// @param url its address
    /// @param token a bearer token; none where it asks for none
    public record BrokerSettings(Endpoint url, Optional<Secret> token) {
        static BrokerSettings read(Section section) {
            return new BrokerSettings(
                    section.required("url", Kind.ENDPOINT, "its address"),
                    section.secret("token", "a bearer token; none where it asks for none"));
        }
    }

    /// One side: which processes run, and how a build like theirs is started to be verified.
    ///
    /// @param processes where to ask for the builds that run
    /// @param command starts a build on data of its own
    /// @param database where that build keeps its outbox
    public record SideSettings(
            List<Endpoint> processes, List<String> command, Optional<String> database) {

        public SideSettings {
            processes = List.copyOf(processes);
            command = List.copyOf(command);
        }

        static SideSettings read(Section section) {
            return new SideSettings(
                    section.list(
                            "processes",
                            Kind.ENDPOINT,
                            "the running processes; which build one is, its `/actuator/info` says at `banyan.build`"),
                    section.list(
                            "command",
                            WORD,
                            "starts such a build on data of its own, with {port}, {databasePort}, {directory} and {token}"),
                    section.optional(
                            "database",
                            Kind.DATABASE_URL,
                            "the database of that build, with {databasePort}"));
        }
    }

    static ContractSettings read(Section section) {
        var settings =
                new ContractSettings(
                        section.optional(
                                "folder", Kind.FILE, "the pacts, where no broker has them"),
                        section.list(
                                "verifier",
                                WORD,
                                "the program that verifies builds, as in `java -jar banyan-contracts-exec.jar`"),
                        section.optionalSection("broker", BrokerSettings::read),
                        section.section("control", SideSettings::read),
                        section.section("candidate", SideSettings::read));
        if (section.isRead() && settings.folder.isPresent() == settings.broker.isPresent()) {
            section.problem(
                    "",
                    "'%s' needs a folder with pacts or a broker, and not both."
                            .formatted(section.path()));
        }
        return settings;
    }

    private static final Kind<String> WORD = Kind.text("a word of a command", "java");
}
