package dev.banyan.postgres.test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// An empty database of its own, with a login that may do everything.
public record TestDatabase(String host, int port, String name, String username, String password) {

    public String url() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
    }

    /// Opens a new connection on each request; wrap it where a test needs a pool.
    public DataSource dataSource() {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url());
        dataSource.setUser(username);
        dataSource.setPassword(password);
        return dataSource;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), username, password);
    }

    @Override
    public String toString() {
        return "%s as %s".formatted(url(), username);
    }
}
