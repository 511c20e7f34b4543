package dev.banyan.shop.database;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Begins a transaction and at once takes on the role of its module, until commit or rollback.
///
/// The role is known from the transaction's name, which Spring sets to the class and method that
/// opened it. Code of another module that joins the transaction keeps the role of the first, and
/// the database refuses it what that role may not touch.
final class ModuleTransactionManager extends JpaTransactionManager {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final ModuleRoles roles;

    ModuleTransactionManager(
            EntityManagerFactory factory, DataSource dataSource, ModuleRoles roles) {
        super(factory);
        setDataSource(dataSource);
        this.roles = roles;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        String role = roles.forTransaction(definition.getName());
        super.doBegin(transaction, definition);
        try {
            take(role);
        } catch (SQLException e) {
            giveUp(transaction);
            throw new CannotCreateTransactionException(
                    "Cannot take on the database role '%s' for '%s'."
                            .formatted(role, definition.getName()),
                    e);
        }
    }

    private void take(String role) throws SQLException {
        Connection connection = connection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL ROLE " + role);
        }
    }

    /// An entity manager that is closed inside a transaction keeps its connection until the
    /// transaction ends, so that comes first. If the connection is broken, ending it fails too.
    private void giveUp(Object transaction) {
        var factory = Objects.requireNonNull(getEntityManagerFactory());
        var holder = (EntityManagerHolder) TransactionSynchronizationManager.getResource(factory);
        try {
            Objects.requireNonNull(holder).getEntityManager().getTransaction().rollback();
        } catch (PersistenceException e) {
            logger.debug("A transaction without a role could not be rolled back.", e);
        } finally {
            doCleanupAfterCompletion(transaction);
        }
    }

    private Connection connection() {
        DataSource dataSource = Objects.requireNonNull(getDataSource());
        var holder = (ConnectionHolder) TransactionSynchronizationManager.getResource(dataSource);
        return Objects.requireNonNull(holder).getConnection();
    }
}
