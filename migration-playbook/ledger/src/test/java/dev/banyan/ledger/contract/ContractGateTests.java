package dev.banyan.ledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.config.ContractSettings;
import dev.banyan.ledger.config.ContractSettings.SideSettings;
import dev.banyan.ledger.config.Endpoint;
import dev.banyan.routing.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractGateTests {

    private static final Endpoint SHOP = Endpoint.parse("http://127.0.0.1:1");
    private static final Endpoint SERVICE = Endpoint.parse("http://127.0.0.1:2");
    private static final ExpectedPact ASKED =
            new ExpectedPact("shop-stock", "shop", "stock", "hash-1");
    private static final ExpectedPact NEEDED =
            new ExpectedPact("stock-shop", "stock", "shop", "hash-2");
    private static final ExpectedPact OTHER =
            new ExpectedPact("shop-mail", "shop", "mail", "hash-3");

    private final List<ContractRecord> records =
            new ArrayList<>(
                    List.of(
                            record(Side.CONTROL, "shop-build", ASKED, true),
                            record(Side.CONTROL, "shop-build", NEEDED, true),
                            record(Side.CANDIDATE, "service-build", ASKED, true)));
    private RunningBuilds builds = process -> process.equals(SHOP) ? "shop-build" : "service-build";

    @Test
    void letsBuildsPassThatKeepWhatTheyAreAsked() {
        assertThat(findings(settings(SERVICE))).isEmpty();
    }

    @Test
    void refusesABuildThatWasNotVerified() {
        builds = process -> process.equals(SHOP) ? "shop-build" : "service-build-of-tomorrow";

        assertThat(findings(settings(SERVICE)))
                .containsExactly(
                        "contracts missing: build service-buil of the candidate was not verified against 'shop-stock' as it is now; 'banyan verify stock' does");
    }

    @Test
    void refusesARecordOfAContractThatHasChangedSince() {
        records.removeLast();
        records.add(
                record(
                        Side.CANDIDATE,
                        "service-build",
                        new ExpectedPact("shop-stock", "shop", "stock", "hash-0"),
                        true));

        assertThat(findings(settings(SERVICE)))
                .singleElement()
                .asString()
                .startsWith("contracts missing: build service-buil of the candidate");
    }

    @Test
    void refusesARecordOfTheOtherSide() {
        records.removeFirst();
        records.add(record(Side.CANDIDATE, "shop-build", ASKED, true));

        assertThat(findings(settings(SERVICE)))
                .singleElement()
                .asString()
                .contains("build shop-build of the control was not verified against 'shop-stock'");
    }

    @Test
    void saysWhatABuildBreaks() {
        records.removeLast();
        records.add(record(Side.CANDIDATE, "service-build", ASKED, false));

        assertThat(findings(settings(SERVICE)))
                .containsExactly(
                        "contracts red: build service-buil of the candidate does not keep 'shop-stock': a level: onHand is gone; mend it, then 'banyan verify stock'");
    }

    @Test
    void refusesIfOneOfSeveralProcessesIsAnotherBuild() {
        var second = Endpoint.parse("http://127.0.0.1:3");
        builds =
                process ->
                        process.equals(SHOP)
                                ? "shop-build"
                                : process.equals(second) ? "old" : "service-build";

        assertThat(findings(settings(SERVICE, second)))
                .singleElement()
                .asString()
                .contains("build old of the candidate");
    }

    @Test
    void refusesWhereItCannotBeFoundOut() {
        builds =
                process -> {
                    throw new IOException("nobody answers");
                };

        assertThat(findings(settings(SERVICE)))
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding).contains("nobody answers"));
        assertThat(findings(settings()))
                .anySatisfy(
                        finding -> assertThat(finding).contains("'contracts.candidate.processes'"));
        assertThat(findings(List.of(), settings(SERVICE)))
                .containsOnly("contracts missing: there is no pact of 'stock'");
    }

    @Test
    void namesAllContractsInOneLineOfWhichNothingIsKnown() {
        records.removeIf(record -> record.side() == Side.CONTROL);

        assertThat(findings(settings(SERVICE)))
                .containsExactly(
                        "contracts missing: build shop-build of the control was not verified against 'shop-stock', 'stock-shop' as they are now; 'banyan verify stock' does");
    }

    private List<String> findings(ContractSettings settings) {
        return findings(List.of(ASKED, NEEDED, OTHER), settings);
    }

    private List<String> findings(List<ExpectedPact> pacts, ContractSettings settings) {
        return new ContractGate("stock", pacts, records)
                .findings(settings, builds).stream().map(Finding::text).toList();
    }

    private static ContractSettings settings(Endpoint... candidates) {
        return new ContractSettings(
                Optional.of(Path.of("pacts")),
                List.of(),
                Optional.empty(),
                new SideSettings(List.of(SHOP), List.of(), Optional.empty()),
                new SideSettings(List.of(candidates), List.of(), Optional.empty()));
    }

    private static ContractRecord record(Side side, String build, ExpectedPact pact, boolean kept) {
        return new ContractRecord(
                side,
                build,
                pact.name(),
                pact.hash(),
                kept,
                1,
                kept ? List.of() : List.of("a level: onHand is gone"),
                5,
                Instant.EPOCH);
    }
}
