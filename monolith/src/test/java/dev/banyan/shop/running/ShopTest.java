package dev.banyan.shop.running;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.shop.ShopApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/// Runs the whole shop on a database of its own and a free port. All tests that say so share one.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = ShopApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "shop.seed.when=always",
            "shop.payment.provider-timeout=300ms",
            "shop.payment.refund-interval=200ms",
            "banyan.seam.internal.token=" + ShopTest.TOKEN,
            "banyan.seam.foreign-transactions=refuse",
            "banyan.outbox.receiver.enabled=true",
            "management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:1/v1/traces"
        })
@ContextConfiguration(initializers = ShopTest.OwnDatabase.class)
public @interface ShopTest {

    /// What opens `/internal`.
    String TOKEN = "a-token-for-the-shop-in-tests";

    /// Points the shop to a new database, which tests may take as a `TestDatabase`.
    class OwnDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            var database = PostgresServer.shared().createDatabase();
            context.getBeanFactory().registerSingleton("shopDatabase", database);
            TestPropertyValues.of(
                            "spring.datasource.url=" + database.url(),
                            "spring.datasource.username=" + database.username(),
                            "spring.datasource.password=" + database.password())
                    .applyTo(context);
        }
    }
}
