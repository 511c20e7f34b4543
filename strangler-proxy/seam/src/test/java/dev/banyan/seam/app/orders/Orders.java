package dev.banyan.seam.app.orders;

import dev.banyan.seam.app.stock.Stock;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class Orders {

    private final Stock stock;

    public Orders(Stock stock) {
        this.stock = stock;
    }

    @Transactional
    public Stock.Answer insideOfATransaction() {
        return stock.reserve(new Stock.Wish("pen", 1));
    }

    @PostMapping("/api/orders")
    public Stock.Answer place() {
        return stock.reserve(new Stock.Wish("pen", 1));
    }
}
