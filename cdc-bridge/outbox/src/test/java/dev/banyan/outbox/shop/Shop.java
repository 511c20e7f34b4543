package dev.banyan.outbox.shop;

import dev.banyan.outbox.shop.stock.Moments;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;

/// The application under test.
@SpringBootApplication
public class Shop {

    /// Each module has its schema, with the inbox beside its tables.
    @Bean
    FlywayMigrationStrategy schemaPerModule() {
        return flyway -> List.of("ordering", "stock").forEach(module -> migrate(flyway, module));
    }

    /// Stops nowhere; a test brings its own.
    @Bean
    @Fallback
    Moments noMoments() {
        return (moment, event) -> {};
    }

    private static void migrate(Flyway flyway, String module) {
        Flyway.configure()
                .configuration(flyway.getConfiguration())
                .locations("classpath:db/migration/" + module, "classpath:db/banyan-outbox")
                .schemas(module)
                .defaultSchema(module)
                .load()
                .migrate();
    }
}
