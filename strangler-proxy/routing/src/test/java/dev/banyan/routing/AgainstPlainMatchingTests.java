package dev.banyan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Compares the tree with a search through all routes, which is slow and easy to believe.
class AgainstPlainMatchingTests {

    private static final List<String> WORDS = List.of("a", "b", "ab", "{x}");
    private static final List<String> METHODS = List.of("GET", "POST", "DELETE");

    @Test
    void decidesEveryRequestLikeASearchThroughAllRoutes() {
        var seed = seed();
        var random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            var routes = randomRoutes(random);
            var modules = new ArrayList<ModuleRouting>();
            for (int i = 0; i < routes.size(); i++) {
                modules.add(TestTables.module("m" + i, routes.get(i)));
            }
            var table = RoutingTable.of(round, modules);
            for (int i = 0; i < 200; i++) {
                var request = randomRequest(random);
                assertThat(TestTables.moduleOf(table.decide(request)))
                        .as("seed %s, %s among %s", seed, request, routes)
                        .isEqualTo(plainly(routes, request));
            }
        }
    }

    private static List<Route> randomRoutes(Random random) {
        var routes = new ArrayList<Route>();
        var taken = new ArrayList<String>();
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            var path = randomPath(random, WORDS) + (random.nextInt(3) == 0 ? "/**" : "");
            var method = METHODS.get(random.nextInt(3));
            boolean anyMethod = random.nextBoolean();
            if (!taken.contains(path + (anyMethod ? "" : method))) {
                taken.add(path + (anyMethod ? "" : method));
                routes.add(anyMethod ? Route.of(path) : Route.of(path).withMethods(method));
            }
        }
        return routes;
    }

    private static TestRequest randomRequest(Random random) {
        var path = randomPath(random, List.of("a", "b", "ab", "z"));
        return TestRequest.request(METHODS.get(random.nextInt(3)), spelled(path, random));
    }

    private static String randomPath(Random random, List<String> words) {
        var path = new StringBuilder();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            path.append('/').append(words.get(random.nextInt(words.size())));
        }
        return path.toString();
    }

    /// The same path as a client may write it.
    private static String spelled(String path, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> path.replace("a", "%61");
            case 1 -> path.replace("/", "//");
            case 2 -> path + "/";
            case 3 -> path + ";v=1?q=/b";
            case 4 -> path.replace("/b", "/b;x=/".substring(0, 4));
            default -> path;
        };
    }

    private static String plainly(List<Route> routes, TestRequest request) {
        var segments = new ArrayList<String>();
        for (var segment : request.target().split("\\?", -1)[0].split("/", -1)) {
            var name = segment.split(";", -1)[0].replace("%61", "a");
            if (!name.isEmpty()) {
                segments.add(name);
            }
        }
        var best =
                routes.stream()
                        .filter(route -> fits(route, segments, request.method()))
                        .min(Comparator.comparing(AgainstPlainMatchingTests::rank));
        return best.map(route -> "m" + routes.indexOf(route)).orElse("none");
    }

    private static boolean fits(Route route, List<String> segments, String method) {
        var wanted = route.path().segments();
        boolean length =
                route.path().hasTail()
                        ? segments.size() >= wanted.size()
                        : segments.size() == wanted.size();
        if (!length || !(route.methods().isEmpty() || route.methods().equals(Set.of(method)))) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!PathTemplate.isParameter(wanted.get(i))
                    && !wanted.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// Segment by segment: literal, parameter, end, tail; then those with a method.
    private static String rank(Route route) {
        var rank = new StringBuilder();
        for (var segment : route.path().segments()) {
            rank.append(PathTemplate.isParameter(segment) ? '1' : '0');
        }
        rank.append(route.path().hasTail() ? '3' : '2');
        return rank.append(route.methods().isEmpty() ? '1' : '0').toString();
    }

    private static long seed() {
        var given = System.getProperty("banyan.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given);
        System.out.println("seed " + seed);
        return seed;
    }
}
