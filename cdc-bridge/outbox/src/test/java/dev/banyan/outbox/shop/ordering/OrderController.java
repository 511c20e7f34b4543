package dev.banyan.outbox.shop.ordering;

import dev.banyan.outbox.Idempotent;
import java.net.URI;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Idempotent(module = "ordering")
class OrderController {

    private final Orders orders;

    OrderController(Orders orders) {
        this.orders = orders;
    }

    @PostMapping("/orders/{order}/lines")
    ResponseEntity<Map<String, String>> add(
            @PathVariable String order, @RequestBody Map<String, String> line) {
        if (line.containsKey("fail")) {
            orders.addLineAndFail(order);
        }
        var event = orders.addLine(order);
        return ResponseEntity.created(URI.create("/orders/" + order))
                .body(Map.of("event", event.toString()));
    }
}
