package dev.banyan.cli.processes;

import static dev.banyan.cli.processes.LendingInstallation.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.cli.processes.LendingInstallation.BridgeKind;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;

/// An application that somebody else wrote, and that was not changed, is moved by configuration.
class OutsiderIT {
    private static final int BORROWERS = 6;
    private static final Duration PACE = Duration.ofMillis(100);

    @TempDir Path folder;

    @Test
    void movesATableOfAnApplicationOfSomebodyElseThereAndBackUnderLoad() throws Exception {
        var server = PostgresServer.shared();
        try (var installation = new LendingInstallation(server, server, folder, BridgeKind.JAR)) {
            var borrowers = new Borrowers("today", installation.proxyPort, BORROWERS, PACE, 1);
            try (borrowers) {
                borrowers.awaitAnswers(50);
                installation.plan();
                installation.done("create");
                installation.done("diff");
                for (var share : new String[] {"25", "0", "50", "0", "100"}) {
                    installation.eventually("switch", "--reads", share);
                    borrowers.awaitAnswers(100);
                }
                installation.eventually("switch", "--writes");
                borrowers.awaitAnswers(100);
                refuses(installation, installation.source);
                installation.done("diff");
                installation.eventually("reverse");
                borrowers.awaitAnswers(100);
                refuses(installation, installation.target);
                installation.done("diff");
            }

            assertThat(borrowers.failures).isEmpty();
            assertThat(borrowers.missed).as("own writes that a page did not show").isEmpty();
            var loans = loans(installation.source);
            Eventually.await("both sides alike", () -> loans.equals(loans(installation.target)));
            var expected = new ArrayList<String>();
            borrowers.remarks.forEach((id, remark) -> expected.add(id + " " + remark));
            assertThat(loans.stream().filter(loan -> !loan.contains(" old ")))
                    .containsExactlyInAnyOrderElementsOf(expected);
            installation.eventually("reverse");
            installation.done("cancel");
        }
    }

    private static List<String> loans(TestDatabase database) throws SQLException {
        return texts(database, "SELECT id || ' ' || remark FROM loan ORDER BY id");
    }

    private static void refuses(LendingInstallation installation, TestDatabase wrong)
            throws SQLException {
        try (var connection = installation.asApplication(wrong);
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("UPDATE loan SET remark = 'late'"))
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo("BY001"));
        }
    }
}
