package dev.banyan.shop.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.banyan.outbox.spi.ModuleTransactions;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.shop.inventory.Stock;
import dev.banyan.shop.running.ShopTest;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ShopTest
class ModuleRolesIT {

    private final PlatformTransactionManager manager;
    private final JdbcTemplate jdbc;
    private final Stock stock;
    private final EntityManagerFactory factory;
    private final DataSource dataSource;
    private final ModuleTransactions transactions;
    private final TestDatabase database;

    @Autowired
    ModuleRolesIT(
            PlatformTransactionManager manager,
            JdbcTemplate jdbc,
            Stock stock,
            EntityManagerFactory factory,
            DataSource dataSource,
            ModuleTransactions transactions,
            TestDatabase database) {
        this.transactions = transactions;
        this.database = database;
        this.factory = factory;
        this.dataSource = dataSource;
        this.manager = manager;
        this.jdbc = jdbc;
        this.stock = stock;
    }

    @Test
    void takesOnTheRoleOfTheModuleThatOpensTheTransaction() {
        assertThat(in("dev.banyan.shop.ordering.Ordering.place", this::currentUser))
                .isEqualTo("shop_ordering");
        assertThat(in("dev.banyan.shop.inventory.StockKeeping.reserve", this::currentUser))
                .isEqualTo("shop_inventory");
    }

    @Test
    void refusesAForeignTableAtRunTime() {
        isRefused(() -> in("dev.banyan.shop.ordering.Ordering.place", this::readStock));
        assertThat(in("dev.banyan.shop.inventory.StockKeeping.levels", this::readStock))
                .isNotNull();
    }

    @Test
    void refusesTheForeignTableAlsoToItsOwnModuleInsideSomebodyElsesTransaction() {
        isRefused(() ->
                in(
                        "dev.banyan.shop.ordering.Ordering.place",
                        () -> stock.levels(List.of(UUID.randomUUID()))));
    }

    /// Where the connection has prepared the same statement for inventory, the table is refused,
    /// not its schema.
    private static void isRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .rootCause()
                .message()
                .containsAnyOf(
                        "permission denied for schema inventory",
                        "permission denied for table stock_item");
    }

    @Test
    void losesTheRoleAtCommitAndAtRollback() {
        in("dev.banyan.shop.ordering.Ordering.place", this::currentUser);
        assertThat(usersOfAllConnections()).containsOnly("shop_events");

        assertThatThrownBy(() -> in("dev.banyan.shop.ordering.Ordering.place", this::readStock));
        assertThat(usersOfAllConnections()).containsOnly("shop_events");
    }

    @Test
    void refusesEveryTableOfAModuleOutsideOfATransaction() {
        for (var table : List.of("ordering.orders", "inventory.stock_item", "payment.payment")) {
            assertThatThrownBy(() -> jdbc.queryForList("SELECT * FROM " + table))
                    .hasStackTraceContaining("permission denied for ");
        }
    }

    @Test
    void refusesATransactionOfNobody() {
        assertThatThrownBy(() -> in("org.example.Library.work", this::currentUser))
                .isInstanceOf(CannotCreateTransactionException.class)
                .hasMessage(
                        "The transaction 'org.example.Library.work' belongs to no module, so it has no database role: open it in a @Transactional method of a module.");
        assertThatThrownBy(() -> in("dev.banyan.shop.elsewhere.Library.work", this::currentUser))
                .hasMessageContaining("add 'elsewhere' to shop.database.modules");
    }

    /// More often than the pool has connections.
    @Test
    void losesNoConnectionWhenARoleCannotBeTakenOn() {
        var settings = new DatabaseSettings(List.of("ordering"), "absent_");
        var strangers =
                new ModuleTransactionManager(factory, dataSource, new ModuleRoles(settings));
        var transaction = new TransactionTemplate(strangers);
        transaction.setName("dev.banyan.shop.ordering.Ordering.place");

        for (int number = 0; number < 30; number++) {
            assertThatThrownBy(() -> transaction.execute(status -> currentUser()))
                    .isInstanceOf(CannotCreateTransactionException.class)
                    .hasMessageContaining("Cannot take on the database role 'absent_ordering'");
        }

        assertThat(in("dev.banyan.shop.ordering.Ordering.place", this::currentUser))
                .isEqualTo("shop_ordering");
    }

    @Test
    void hidesTheHistoryOfMigrations() {
        assertThatThrownBy(() ->
                        in(
                                "dev.banyan.shop.ordering.Ordering.place",
                                () ->
                                        jdbc.queryForList(
                                                "SELECT * FROM ordering.flyway_schema_history")))
                .hasStackTraceContaining("permission denied for table flyway_schema_history");
    }

    /// Also on connections that are opened after somebody has changed the database.
    @Test
    void handlesInReadCommittedWhateverTheDatabaseGivesByDefault() throws Exception {
        var server = new JdbcTemplate(database.dataSource());
        server.execute(
                "ALTER DATABASE %s SET default_transaction_isolation = 'serializable'"
                        .formatted(database.name()));
        try {
            dataSource.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();

            assertThat(transactions.inTransaction("ordering", this::isolation))
                    .isEqualTo("read committed");
            assertThat(in("dev.banyan.shop.ordering.Ordering.place", this::isolation))
                    .isEqualTo("read committed");
        } finally {
            server.execute(
                    "ALTER DATABASE %s RESET default_transaction_isolation"
                            .formatted(database.name()));
        }
    }

    private String isolation() {
        return java.util.Objects.requireNonNull(
                jdbc.queryForObject("SHOW transaction_isolation", String.class));
    }

    private <T> T in(String name, Supplier<T> work) {
        var transaction = new TransactionTemplate(manager);
        transaction.setName(name);
        return java.util.Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    private String currentUser() {
        return java.util.Objects.requireNonNull(
                jdbc.queryForObject("SELECT current_user", String.class));
    }

    private List<?> readStock() {
        return jdbc.queryForList("SELECT * FROM inventory.stock_item LIMIT 1");
    }

    /// More often than the pool has connections, so that each is likely asked.
    private List<String> usersOfAllConnections() {
        return java.util.stream.IntStream.range(0, 40)
                .parallel()
                .mapToObj(number -> currentUser())
                .distinct()
                .toList();
    }
}
