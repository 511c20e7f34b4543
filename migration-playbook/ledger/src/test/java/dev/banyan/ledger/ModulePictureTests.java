package dev.banyan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.internal.LedgerJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModulePictureTests {

    @Test
    void isUnderstoodAsAnOlderBridgeHasWrittenIt() {
        var none = ModulePicture.StreamPicture.NONE;
        var picture =
                new ModulePicture(
                        "one", null, none, none, null, null, List.of(), Map.of(), Instant.EPOCH);

        var older = LedgerJson.write(picture).replace("\"deliveries\":[],", "");

        assertThat(older).doesNotContain("deliveries");
        assertThat(LedgerJson.read(older, ModulePicture.class)).isEqualTo(picture);
    }
}
