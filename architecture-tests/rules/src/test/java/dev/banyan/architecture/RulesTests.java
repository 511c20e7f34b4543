package dev.banyan.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.architecture.internal.ClosedInternals;
import dev.banyan.architecture.internal.ForeignEntities;
import dev.banyan.architecture.internal.ForeignMappings;
import dev.banyan.architecture.internal.ForeignMigrations;
import dev.banyan.architecture.internal.ForeignSqlTexts;
import dev.banyan.architecture.internal.ForeignTransactions;
import dev.banyan.architecture.internal.ModulithRules;
import dev.banyan.architecture.internal.PublishedInterfaces;
import dev.banyan.architecture.offenders.tidy.Application;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTests {
    private static final Architecture TIDY = offender(Application.class, "tidy");

    static List<Rule> rules() {
        return Rules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void acceptsAnApplicationThatKeepsThemAll(Rule rule) {
        assertThat(rule.check(TIDY)).isEmpty();
    }

    @Test
    void findsModulesThatNeedEachOther() {
        assertThat(
                        broken(
                                new ModulithRules(),
                                dev.banyan.architecture.offenders.cycle.Application.class))
                .anyMatch(m -> m.contains("Cycle detected"));
    }

    @Test
    void findsADependencyThatWasNotDeclared() {
        assertThat(
                        broken(
                                new ModulithRules(),
                                dev.banyan.architecture.offenders.undeclared.Application.class))
                .anyMatch(m -> m.contains("Module 'orders' depends on module 'stock'"));
    }

    @Test
    void findsAnAggregateThatHoldsAnother() {
        assertThat(
                        broken(
                                new ModulithRules(),
                                dev.banyan.architecture.offenders.blocks.Application.class))
                .anyMatch(m -> m.contains("Order.customer") && m.contains("aggregate root"));
    }

    @Test
    void findsACallThatGoesAroundThePublishedInterface() {
        assertThat(
                        broken(
                                new PublishedInterfaces(),
                                dev.banyan.architecture.offenders.shortcut.Application.class))
                .singleElement()
                .asString()
                .contains(
                        "PlaceOrder.place()",
                        "StockKeeping.reserve",
                        "Allowed: calls to an interface with @HttpExchange");
    }

    @Test
    void findsAListOfForeignEntities() {
        assertThat(
                        broken(
                                new ForeignEntities(),
                                dev.banyan.architecture.offenders.entity.Application.class))
                .singleElement()
                .asString()
                .contains("Basket.items", "holds the entity", "StockItem");
    }

    @Test
    void findsMappingsOnATypeAndOnAField() {
        assertThat(
                        broken(
                                new ForeignMappings(),
                                dev.banyan.architecture.offenders.mapping.Application.class))
                .hasSize(2)
                .anyMatch(m -> m.contains("StockRow") && m.contains("@Table"))
                .anyMatch(m -> m.contains("OrderRow.shelves") && m.contains("@CollectionTable"));
    }

    @Test
    void findsAJoinInATextOfTheCode() {
        assertThat(
                        broken(
                                new ForeignSqlTexts(),
                                dev.banyan.architecture.offenders.sqltext.Application.class))
                .singleElement()
                .asString()
                .contains("orders.Report", "names 'stock.item'");
    }

    @Test
    void findsForeignKeysViewsGrantsAndFunctionsInMigrations() {
        var offender =
                offender(
                        dev.banyan.architecture.offenders.migration.Application.class, "migration");

        assertThat(new ForeignMigrations().check(offender))
                .extracting(Violation::what)
                .containsExactly(
                        "names 'stock.item'",
                        "names 'stock.shelf'",
                        "names 'stock.level'",
                        "names 'schema stock'",
                        "names 'stock.counted'");
    }

    @Test
    void findsATransactionThatReachesAnotherModuleThroughAnInterfaceAndALambda() {
        assertThat(
                        broken(
                                new ForeignTransactions(),
                                dev.banyan.architecture.offenders.transaction.Application.class))
                .singleElement()
                .asString()
                .contains("PlaceOrder.place()", "is transactional and reaches", "Stock.reserve");
    }

    @Test
    void findsAUseOfSomebodyElsesInternals() {
        assertThat(
                        broken(
                                new ClosedInternals(),
                                dev.banyan.architecture.offenders.intrusion.Application.class))
                .isNotEmpty()
                .allMatch(m ->
                        m.contains("orders.PlaceOrder") && m.contains("toolbox.internal.Secret"));
    }

    @Test
    void reportsWhatWhyAndWhatWouldBeAllowed() {
        var rule = new PublishedInterfaces();

        var report =
                Rules.report(rule, List.of(new Violation("a.B.c()", "calls d.E.f()", "events")));

        assertThat(report.lines())
                .containsExactly(
                        "Broken: modules call each other through published interfaces only, because only what is"
                                + " published with @HttpExchange can be answered by a service in the module's place (1)",
                        "- a.B.c(): calls d.E.f()",
                        "    Allowed: events");
    }

    private static List<String> broken(Rule rule, Class<?> application) {
        return rule.check(offender(application, "none")).stream().map(Violation::toString).toList();
    }

    private static Architecture offender(Class<?> application, String migrations) {
        return Architecture.of(application, _ -> true, Path.of("offenders", migrations));
    }
}
