package dev.banyan.proxy.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.routing.ModuleRouting;
import dev.banyan.routing.Route;
import dev.banyan.routing.StickyKey;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TablesTests {

    private static final ModuleRouting STOCK =
            ModuleRouting.onControl("stock", new StickyKey.User(), List.of(Route.of("/stock/**")));

    @Test
    void acknowledgesAVersionWhenEveryLoopDecidesByIt() {
        var tables = new Tables(Front.routes(1, STOCK), 2);

        var second = tables.add(Front.routes(2, STOCK));

        tables.take(0, second);
        assertThat(tables.acknowledged("stock")).isEqualTo(1);
        tables.take(1, second);
        assertThat(tables.acknowledged("stock")).isEqualTo(2);
    }

    @Test
    void acknowledgesNothingOfAModuleWhileALoopDecidesWithoutIt() {
        var tables = new Tables(Front.noRoutes(), 2);

        var first = tables.add(Front.routes(1, STOCK));

        tables.take(0, first);
        assertThat(tables.acknowledged("stock")).isEqualTo(-1);
        tables.take(1, first);
        assertThat(tables.acknowledged("stock")).isEqualTo(1);
    }

    @Test
    void acknowledgesNoNewerVersionWhileAWriteOfAnOlderOneIsInFlight() {
        var tables = new Tables(Front.routes(1, STOCK), 1);
        var first = tables.newest();
        var slot = Objects.requireNonNull(first.slot("stock"));
        first.enter(0, slot);

        tables.take(0, tables.add(Front.routes(2, STOCK)));

        assertThat(tables.acknowledged("stock")).isEqualTo(1);
        first.leave(0, slot);
        assertThat(tables.acknowledged("stock")).isEqualTo(2);
    }
}
