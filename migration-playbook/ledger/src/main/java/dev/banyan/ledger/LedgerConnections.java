package dev.banyan.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// Opens connections to the database that carries the ledger.
@FunctionalInterface
public interface LedgerConnections {

    /// A new connection of the caller's own.
    Connection open() throws SQLException;

    /// Connections that give up on a server which does not answer: 2 s to connect, 5 s to read.
    static LedgerConnections to(String url, String username, String password) {
        var properties = new Properties();
        properties.setProperty("user", username);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "banyan-ledger");
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        return () -> DriverManager.getConnection(url, properties);
    }
}
