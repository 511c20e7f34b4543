package dev.banyan.inventory.http;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionTimedOutException;

/// Lets the database give a statement up that works for nobody: each gets what is left of the
/// request's time when its transaction begins.
@Component
class DeadlineTransactionManager extends JdbcTransactionManager {

    private static final long serialVersionUID = 1;

    DeadlineTransactionManager(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        var deadline = Deadline.current();
        if (deadline.isEmpty()) {
            return;
        }
        try {
            limit((JdbcTransactionObjectSupport) transaction, deadline.get());
        } catch (RuntimeException e) {
            doCleanupAfterCompletion(transaction);
            throw e;
        }
    }

    private static void limit(JdbcTransactionObjectSupport transaction, Deadline deadline) {
        if (deadline.isPassed()) {
            throw new TransactionTimedOutException(
                    "The time for the answer was over before a connection was free.");
        }
        try (var statement = transaction.getConnectionHolder().getConnection().createStatement()) {
            statement.execute("SET LOCAL statement_timeout = " + deadline.left().toMillis());
        } catch (SQLException e) {
            throw new CannotCreateTransactionException("The time limit could not be set.", e);
        }
    }
}
