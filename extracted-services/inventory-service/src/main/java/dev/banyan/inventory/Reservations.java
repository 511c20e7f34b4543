package dev.banyan.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The reservations of all orders.
@Repository
class Reservations {

    private final JdbcClient database;

    Reservations(JdbcClient database) {
        this.database = database;
    }

    Optional<Reservation> ofOrder(UUID orderId) {
        return find(orderId, "");
    }

    /// Locks it until the transaction ends.
    Optional<Reservation> lock(UUID orderId) {
        return find(orderId, " FOR UPDATE");
    }

    /// Fails if the order has one already.
    void add(Reservation reservation) {
        database.sql(
                        """
                        INSERT INTO inventory.reservation (id, order_id, status, created_at, version)
                        VALUES (:id, :order, :status, :created, 0)
                        """)
                .param("id", reservation.id())
                .param("order", reservation.orderId())
                .param("status", reservation.status().name())
                .param("created", reservation.createdAt().atOffset(ZoneOffset.UTC))
                .update();
        reservation
                .quantities()
                .forEach((product, quantity) -> addLine(reservation.id(), product, quantity));
        reservation.missing().forEach(product -> addMissing(reservation.id(), product));
    }

    /// Stores where a reservation stands that this transaction has locked.
    void update(Reservation reservation, ReservationStatus status) {
        database.sql(
                        "UPDATE inventory.reservation SET status = :status, version = version + 1 WHERE id = :id")
                .param("status", status.name())
                .param("id", reservation.id())
                .update();
    }

    private void addLine(UUID reservation, UUID product, int quantity) {
        database.sql(
                        """
                        INSERT INTO inventory.reservation_line (reservation_id, product_id, quantity)
                        VALUES (:reservation, :product, :quantity)
                        """)
                .param("reservation", reservation)
                .param("product", product)
                .param("quantity", quantity)
                .update();
    }

    private void addMissing(UUID reservation, UUID product) {
        database.sql(
                        "INSERT INTO inventory.reservation_missing (reservation_id, product_id) VALUES (:reservation, :product)")
                .param("reservation", reservation)
                .param("product", product)
                .update();
    }

    private Optional<Reservation> find(UUID orderId, String lock) {
        return database.sql(
                        "SELECT id, order_id, status, created_at FROM inventory.reservation WHERE order_id = :order"
                                + lock)
                .param("order", orderId)
                .query(this::read)
                .optional();
    }

    private Reservation read(ResultSet row, int number) throws SQLException {
        var id = row.getObject("id", UUID.class);
        return new Reservation(
                id,
                row.getObject("order_id", UUID.class),
                ReservationStatus.valueOf(row.getString("status")),
                lines(id),
                missing(id),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private SortedMap<UUID, Integer> lines(UUID reservation) {
        var lines = new TreeMap<UUID, Integer>();
        database.sql(
                        "SELECT product_id, quantity FROM inventory.reservation_line WHERE reservation_id = :id")
                .param("id", reservation)
                .query(row -> {
                    lines.put(row.getObject("product_id", UUID.class), row.getInt("quantity"));
                });
        return lines;
    }

    private List<UUID> missing(UUID reservation) {
        return database.sql(
                        "SELECT product_id FROM inventory.reservation_missing WHERE reservation_id = :id ORDER BY product_id")
                .param("id", reservation)
                .query((row, number) -> row.getObject("product_id", UUID.class))
                .list();
    }
}
