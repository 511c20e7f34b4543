package dev.banyan.shop.cart;

import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Removes carts that nobody has come back to.
@Component
class ExpiredCarts {

    private static final int BATCH = 1_000;

    private final JdbcClient database;
    private final Clock clock;

    ExpiredCarts(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Removes a batch of them and says how many it were. A cart in use right now is left alone.
    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    @Transactional
    public int remove() {
        return database.sql(
                        """
                        DELETE FROM cart.cart WHERE id IN (
                            SELECT id FROM cart.cart WHERE expires_at <= ?
                            ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)
                        """)
                .params(Timestamp.from(clock.instant()), BATCH)
                .update();
    }
}
