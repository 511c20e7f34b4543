package dev.banyan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AllocationTests {

    private static final int DECISIONS = 200_000;
    private static final int ROUNDS = 200;

    /// What the interpreter allocates the second compiler takes away, at a time of its own: the
    /// quietest of many rounds counts.
    @Test
    void allocatesNothingForADecision() {
        var table = RoutingTable.of(1, manyModules());
        var requests = requests();

        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least >= DECISIONS / 10; round++) {
            long before = allocated();
            int modules = decideAll(table, requests);
            least = Math.min(least, allocated() - before);
            assertThat(modules).isGreaterThan(DECISIONS / 2);
        }

        assertThat(least).isLessThan(DECISIONS / 10);
    }

    private static long allocated() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private static int decideAll(RoutingTable table, TestRequest[] requests) {
        int modules = 0;
        for (int i = 0; i < DECISIONS; i++) {
            var decision = table.decide(requests[i % requests.length]);
            modules += decision.module() == null ? 0 : 1;
        }
        return modules;
    }

    private static List<ModuleRouting> manyModules() {
        var modules = new ArrayList<ModuleRouting>();
        for (int i = 0; i < 200; i++) {
            modules.add(
                    new ModuleRouting(
                            "module" + i,
                            1,
                            Side.CONTROL,
                            Share.ofPercent(50),
                            Share.ofPercent(50),
                            true,
                            i % 2 == 0 ? new StickyKey.User() : new StickyKey.Cookie("SESSION"),
                            new Cohorts("banyan-side", Set.of("ann"), Set.of("bob")),
                            List.of(Route.of("/api/module" + i + "/{id}/**"))));
        }
        return modules;
    }

    private static TestRequest[] requests() {
        var requests = new ArrayList<TestRequest>();
        for (int i = 0; i < 200; i++) {
            var path = "/api/m%6fdule" + i + "/42/items;v=1?x=" + i;
            requests.add(
                    TestRequest.request(i % 3 == 0 ? "POST" : "GET", path)
                            .by("user" + i)
                            .withHeader("cookie", "a=b; SESSION=s" + i)
                            .sampledAt(i * 50));
        }
        requests.add(TestRequest.get("/unknown/path"));
        requests.add(TestRequest.get("/internal/x"));
        return requests.toArray(TestRequest[]::new);
    }
}
