package dev.banyan.architecture.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;

/// Which Maven module may depend on which, outside of tests. What is not listed may depend on
/// nothing of ours.
class ModuleDependenciesTests {
    private static final Path ROOT = Path.of(System.getProperty("banyan.root"));
    private static final String OURS = "banyan-";

    private static final Map<String, Set<String>> ALLOWED =
            Map.of(
                    "banyan-ledger", Set.of("banyan-routing"),
                    "banyan-extraction", Set.of("banyan-ledger", "banyan-replication"),
                    "banyan-proxy", Set.of("banyan-ledger", "banyan-routing"),
                    "banyan-seam", Set.of("banyan-ledger", "banyan-routing"),
                    "banyan-bridge",
                            Set.of("banyan-extraction", "banyan-replication", "banyan-ledger"),
                    "banyan-cli",
                            Set.of(
                                    "banyan-extraction",
                                    "banyan-ledger",
                                    "banyan-embedded-postgres"),
                    "banyan-monolith",
                            Set.of("banyan-outbox", "banyan-seam", "banyan-embedded-postgres"),
                    "banyan-inventory-service",
                            Set.of("banyan-outbox", "banyan-seam", "banyan-embedded-postgres"));

    @TestFactory
    List<DynamicTest> dependsOnNothingOfOursThatIsNotAllowed() throws Exception {
        return modules().stream()
                .map(module -> DynamicTest.dynamicTest(module.toString(), () -> check(pom(module))))
                .toList();
    }

    @Test
    void knowsTheModulesOfTheBuild() throws Exception {
        assertThat(modules()).contains(Path.of("monolith"), Path.of("cdc-bridge/replication"));
    }

    @Test
    void namesNoModuleAfterNothing() throws Exception {
        assertThat(modules())
                .extracting(module -> module.getFileName().toString())
                .doesNotContain("common", "core", "util", "utils", "shared");
    }

    @Test
    void findsAToolThatDependsOnTheShop() throws Exception {
        var offender =
                """
                <project>
                  <artifactId>banyan-proxy</artifactId>
                  <dependencies>
                    <dependency><artifactId>banyan-routing</artifactId></dependency>
                    <dependency><artifactId>banyan-monolith</artifactId></dependency>
                  </dependencies>
                </project>
                """;
        var pom = parsed(new ByteArrayInputStream(offender.getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> check(pom))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("banyan-proxy depends on [banyan-monolith, banyan-routing]")
                .hasMessageContaining("allowed is");
    }

    private static void check(Element pom) {
        var artifact = text(pom, "artifactId");
        var dependencies = new TreeSet<String>();
        for (var dependency : children(children(pom, "dependencies"), "dependency")) {
            boolean isTest =
                    "test".equals(text(dependency, "scope"))
                            || "test-jar".equals(text(dependency, "type"));
            if (!isTest && text(dependency, "artifactId").startsWith(OURS)) {
                dependencies.add(text(dependency, "artifactId"));
            }
        }
        assertThat(ALLOWED.getOrDefault(artifact, Set.of()))
                .as(
                        "%s depends on %s; allowed is %s",
                        artifact, dependencies, ALLOWED.getOrDefault(artifact, Set.of()))
                .containsAll(dependencies);
    }

    private static List<Path> modules() throws Exception {
        return children(children(pom(Path.of("")), "modules"), "module").stream()
                .map(element -> Path.of(element.getTextContent().strip()))
                .toList();
    }

    private static Element pom(Path module) throws Exception {
        try (var stream = Files.newInputStream(ROOT.resolve(module).resolve("pom.xml"))) {
            return parsed(stream);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The build lists '%s', and it has no pom.".formatted(module), e);
        }
    }

    private static Element parsed(InputStream pom) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom)
                .getDocumentElement();
    }

    private static List<Element> children(Element parent, String name) {
        return children(List.of(parent), name);
    }

    private static List<Element> children(List<Element> parents, String name) {
        return parents.stream()
                .flatMap(parent -> {
                    var nodes = parent.getChildNodes();
                    return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item);
                })
                .filter(node ->
                        node instanceof Element element && element.getTagName().equals(name))
                .map(Element.class::cast)
                .toList();
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream()
                .map(e -> e.getTextContent().strip())
                .findFirst()
                .orElse("");
    }
}
