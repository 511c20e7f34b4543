package dev.banyan.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.cli.load.Books.Entry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BalanceTests {
    private static final UUID ONE = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("00000000-0000-7000-8000-000000000002");

    private static final Entry CONFIRMED = new Entry(ONE, "CONFIRMED", 2, 2, 1, true, 1);
    private static final Entry REJECTED = new Entry(ONE, "REJECTED", 2, 0, 0, false, 0);
    private static final Entry CANCELLED = new Entry(ONE, "CANCELLED", 2, 0, 0, false, 0);

    @Test
    void holdsWhereEverythingIsThereOnce() {
        assertThat(balance(Set.of(ONE), 0, CONFIRMED).holds()).isTrue();
        assertThat(balance(Set.of(ONE), 0, REJECTED).refused()).isEqualTo(1);
        assertThat(balance(Set.of(ONE), 0, CANCELLED).cancelled()).isEqualTo(1);
        assertThat(balance(Set.of(ONE), 0, CANCELLED).holds()).isTrue();
    }

    @Test
    void findsALostOrder() {
        assertThat(balance(Set.of(ONE, OTHER), 0, CONFIRMED).findings().get("orders"))
                .containsExactly("accepted and lost: " + OTHER);
    }

    @Test
    void findsADoubledOrderUnlessItsOutcomeIsUnknown() {
        var twice = new Entry(OTHER, "CONFIRMED", 2, 2, 1, true, 1);

        assertThat(balance(Set.of(ONE), 0, CONFIRMED, twice).holds()).isFalse();
        assertThat(balance(Set.of(ONE), 1, CONFIRMED, twice).holds()).isTrue();
    }

    @Test
    void waitsForWhatIsNotDecided() {
        var balance = balance(Set.of(ONE), 0, new Entry(ONE, "PAID", 2, 2, 1, true, 0));

        assertThat(balance.open()).isEqualTo(1);
        assertThat(balance.holds()).isFalse();
    }

    @Test
    void findsEachThingThatStandsTwiceOrNotAtAll() {
        assertThat(broken(new Entry(ONE, "CONFIRMED", 2, 4, 1, true, 1))).containsExactly("stock");
        assertThat(broken(new Entry(ONE, "CONFIRMED", 2, 0, 1, true, 1))).containsExactly("stock");
        assertThat(broken(new Entry(ONE, "CONFIRMED", 2, 2, 2, false, 1))).containsExactly("money");
        assertThat(broken(new Entry(ONE, "CONFIRMED", 2, 2, 1, false, 1))).containsExactly("money");
        assertThat(broken(new Entry(ONE, "CONFIRMED", 2, 2, 1, true, 0)))
                .containsExactly("shipments");
        assertThat(broken(new Entry(ONE, "CANCELLED", 2, 2, 1, true, 1)))
                .containsExactlyInAnyOrder("stock", "money", "shipments");
    }

    @Test
    void tellsWhatIsWrongOnTheShelves() {
        var balance = Balance.of(Set.of(ONE), 0, Map.of(ONE, CONFIRMED), List.of("a hole"));

        assertThat(balance.holds()).isFalse();
        assertThat(balance.findings().get("stock")).containsExactly("a hole");
    }

    private static Set<String> broken(Entry entry) {
        return balance(Set.of(ONE), 0, entry).findings().entrySet().stream()
                .filter(finding -> !finding.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Balance balance(Set<UUID> accepted, long unknown, Entry... entries) {
        var byOrder = Stream.of(entries).collect(Collectors.toMap(Entry::order, e -> e));
        return Balance.of(accepted, unknown, byOrder, List.of());
    }
}
