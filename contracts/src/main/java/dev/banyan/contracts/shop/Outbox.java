package dev.banyan.contracts.shop;

import dev.banyan.contracts.spi.PublishedEvent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// The events that have left an application, as its outbox has them.
public record Outbox(String url, String username, String password) {

    private static final String NEWEST =
            """
            SELECT id, source, type, subject, specversion, datacontenttype, data
            FROM banyan_outbox.event WHERE type = ? AND subject = ANY (?) ORDER BY id DESC LIMIT 1
            """;

    Optional<PublishedEvent> newest(String type, Collection<String> subjects) throws IOException {
        try (Connection connection = DriverManager.getConnection(url, username, password);
                var statement = connection.prepareStatement(NEWEST)) {
            statement.setString(1, type);
            statement.setArray(2, connection.createArrayOf("text", subjects.toArray()));
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(event(rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IOException(
                    "The outbox in '%s' cannot be read: %s".formatted(url, e.getMessage()), e);
        }
    }

    private static PublishedEvent event(ResultSet row) throws SQLException {
        return new PublishedEvent(
                Map.of(
                        "id", row.getString("id"),
                        "source", row.getString("source"),
                        "type", row.getString("type"),
                        "subject", row.getString("subject"),
                        "specversion", row.getString("specversion"),
                        "datacontenttype", row.getString("datacontenttype")),
                row.getString("data"));
    }

    @Override
    public String toString() {
        return "Outbox[url=%s, username=%s]".formatted(url, username);
    }
}
