package dev.banyan.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contracts of a whole installation, with the builds that run in it.
class VerifiedPictureIT {

    private static final String[] VERIFY = {"verify", "inventory", "--if-missing"};

    @TempDir Path folder;

    @Test
    @Tag("long")
    void verifiesNewBuildsBehindItsStartAndKnownOnesNeverAgain() throws Exception {
        var data = folder.resolve("data");
        try (var picture = RunningPicture.start(data)) {
            assertThat(picture.await("contracts", "verifying").path("module").asString())
                    .isEqualTo("inventory");
            assertThat(picture.done(VERIFY))
                    .as("it waits for the one that is at work")
                    .endsWith(
                            "The builds that run are known to keep the contracts of 'inventory'.\n");
            assertThat(picture.await("contracts", "kept").path("tookMillis").asLong()).isPositive();
            picture.done("plan", "inventory");
            assertThat(picture.done("status", "inventory"))
                    .containsPattern("monolith: build [0-9a-f]{12} keeps all 3 pacts")
                    .containsPattern("service: build [0-9a-f]{12} keeps all 2 pacts")
                    .doesNotContain("another build runs");
        }
        try (var again = RunningPicture.start(data)) {
            assertThat(again.done(VERIFY))
                    .isEqualTo(
                            "The builds that run are known to keep the contracts of 'inventory'.\n");
        }
    }
}
