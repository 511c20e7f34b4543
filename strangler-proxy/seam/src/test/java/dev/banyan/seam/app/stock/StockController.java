package dev.banyan.seam.app.stock;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/stock")
class StockController {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    StockController(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @GetMapping("/{product}")
    String level() {
        return "1";
    }

    @PostMapping("/{product}")
    String restock() {
        return "2";
    }

    @PostMapping("/refused")
    void refused() {
        refuse();
    }

    /// Something is committed before the fence refuses.
    @PostMapping("/refused-late")
    void refusedLate() {
        transaction.executeWithoutResult(status -> jdbc.execute("SELECT 1"));
        refuse();
    }

    private void refuse() {
        jdbc.execute(
                "DO $$ BEGIN RAISE EXCEPTION USING errcode = 'BY001', message = 'fenced', detail = 'stock 7'; END $$");
    }
}
