package dev.banyan.architecture;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The base class of a test that holds an application to all rules. Each rule is a test of its own.
///
/// ```java
/// class ArchitectureTests extends ArchitectureTest {
///     ArchitectureTests() {
///         super(Architecture.of(MyApplication.class));
///     }
/// }
/// ```
public abstract class ArchitectureTest {
    private final Architecture architecture;

    protected ArchitectureTest(Architecture architecture) {
        this.architecture = architecture;
    }

    /// The rules that count; all unless overridden.
    protected List<Rule> rules() {
        return Rules.all();
    }

    @TestFactory
    Stream<DynamicTest> keepsItsModulesApart() {
        return rules().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> check(rule)));
    }

    private void check(Rule rule) {
        var report = Rules.report(rule, rule.check(architecture));
        if (!report.isEmpty()) {
            throw new AssertionError(report);
        }
    }
}
