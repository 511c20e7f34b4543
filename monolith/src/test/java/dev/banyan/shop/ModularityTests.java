package dev.banyan.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    private final ApplicationModules modules = ApplicationModules.of(ShopApplication.class);

    @Test
    void keepsEveryModuleWithinItsBoundaries() {
        modules.verify();
    }

    @Test
    void findsTheModules() {
        assertThat(modules.stream().map(module -> module.getIdentifier().toString()))
                .contains(
                        "cart",
                        "catalog",
                        "customer",
                        "inventory",
                        "notification",
                        "ordering",
                        "payment",
                        "pricing",
                        "recommendation",
                        "reviews",
                        "shipping",
                        "storefront");
    }
}
