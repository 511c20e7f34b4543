package dev.banyan.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventIdsTests {

    @Test
    void carriesVersionVariantAndTime() {
        var ids =
                new EventIds(
                        Clock.fixed(Instant.ofEpochMilli(0x0123456789ABL), ZoneOffset.UTC),
                        new Random(7));

        var id = ids.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(0x0123456789ABL);
        assertThat(ids.next()).isNotEqualTo(id);
    }
}
