package dev.banyan.cli.load;

import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.ledger.config.DatabaseSettings;
import dev.banyan.routing.Side;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/// What the shop has written down, read from its databases: inventory's from the side that owns it.
final class Books {
    private static final String MODULE = "inventory";

    private final BanyanSettings settings;
    private final Map<String, String> environment;

    Books(BanyanSettings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = Map.copyOf(environment);
    }

    /// An order with everything that other modules hold of it.
    ///
    /// @param reserved pieces that are put aside
    /// @param ordered pieces that were ordered
    /// @param charges charges that were not given back
    /// @param charged their sum equals the order's amount
    /// @param shipments parcels that were not called back
    record Entry(
            UUID order,
            String status,
            long ordered,
            long reserved,
            int charges,
            boolean charged,
            int shipments) {}

    /// All orders of these customers.
    Map<UUID, Entry> entries(Collection<UUID> customers) throws SQLException {
        var reserved = reserved();
        var entries = new HashMap<UUID, Entry>();
        try (var source = connect(settings.source());
                var query = source.prepareStatement(ORDERS)) {
            query.setArray(1, uuids(source, customers));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var entry = entry(rows, reserved);
                    entries.put(entry.order(), entry);
                }
            }
        }
        return entries;
    }

    private static final String ORDERS =
            """
            SELECT o.id, o.status, o.locked,
                   (SELECT coalesce(sum(quantity), 0) FROM ordering.order_line l WHERE l.order_id = o.id) AS ordered,
                   (SELECT count(*) FROM payment.simulated_provider_charge c JOIN payment.payment p ON p.id = c.reference
                     WHERE p.order_id = o.id AND c.refunded_at IS NULL) AS charges,
                   (SELECT coalesce(sum(c.amount), 0) = o.amount FROM payment.simulated_provider_charge c
                      JOIN payment.payment p ON p.id = c.reference
                     WHERE p.order_id = o.id AND c.refunded_at IS NULL) AS charged,
                   (SELECT count(*) FROM shipping.shipment s WHERE s.order_id = o.id AND s.status <> 'RECALLED') AS shipments
              FROM ordering.orders o
             WHERE o.customer_id = ANY (?)
            """;

    private static Entry entry(ResultSet row, Map<UUID, Long> reserved) throws SQLException {
        var order = row.getObject("id", UUID.class);
        return new Entry(
                order,
                row.getString("status"),
                row.getLong("ordered"),
                reserved.getOrDefault(order, 0L),
                row.getInt("charges"),
                row.getBoolean("charged"),
                row.getInt("shipments"));
    }

    private Map<UUID, Long> reserved() throws SQLException {
        return counted(
                """
                SELECT r.order_id, sum(l.quantity) FROM inventory.reservation r
                  JOIN inventory.reservation_line l ON l.reservation_id = r.id
                 WHERE r.status IN ('RESERVED', 'FULFILLED') GROUP BY 1
                """);
    }

    /// What has ever been put on the shelf of each product, the sold pieces included.
    Map<UUID, Long> delivered() throws SQLException {
        return counted(
                """
                SELECT i.id, i.on_hand + coalesce((SELECT sum(l.quantity) FROM inventory.reservation_line l
                     JOIN inventory.reservation r ON r.id = l.reservation_id
                    WHERE l.product_id = i.id AND r.status = 'FULFILLED'), 0)
                  FROM inventory.stock_item i
                """);
    }

    /// Products of which not exactly that is put aside that reservations hold.
    Map<UUID, Long> misreserved() throws SQLException {
        return counted(
                """
                SELECT i.id, i.reserved - coalesce(h.held, 0) FROM inventory.stock_item i
                  LEFT JOIN (SELECT l.product_id, sum(l.quantity) AS held FROM inventory.reservation_line l
                               JOIN inventory.reservation r ON r.id = l.reservation_id
                              WHERE r.status = 'RESERVED' GROUP BY 1) h ON h.product_id = i.id
                 WHERE i.reserved <> coalesce(h.held, 0)
                """);
    }

    private Map<UUID, Long> counted(String sql) throws SQLException {
        var counts = new HashMap<UUID, Long>();
        try (var connection = connect(inventory());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                counts.put(rows.getObject(1, UUID.class), rows.getLong(2));
            }
        }
        return counts;
    }

    /// The database of the side that owns inventory.
    private DatabaseSettings inventory() {
        var module = settings.modules().get(MODULE);
        if (module == null || module.target().isEmpty() || owner() == Side.CONTROL) {
            return settings.source();
        }
        return module.target().get();
    }

    private Side owner() {
        var source = settings.source();
        var connections = LedgerConnections.to(source.url(), source.username(), password(source));
        try (var ledger = Ledger.on(connections, UUID::randomUUID)) {
            ledger.install();
            return ledger.extraction(MODULE).map(Extraction::owner).orElse(Side.CONTROL);
        }
    }

    private Connection connect(DatabaseSettings database) throws SQLException {
        var login = new Properties();
        login.setProperty("user", database.username());
        login.setProperty("password", password(database));
        login.setProperty("ApplicationName", "banyan load");
        return DriverManager.getConnection(database.url(), login);
    }

    private String password(DatabaseSettings database) {
        return database.password().map(secret -> secret.reveal(environment)).orElse("");
    }

    private static Array uuids(Connection connection, Collection<UUID> ids) throws SQLException {
        return connection.createArrayOf("uuid", ids.toArray());
    }
}
