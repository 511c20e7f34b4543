package dev.banyan.seam.app.stock;

import dev.banyan.seam.ReadsOnly;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// What others ask of the stock.
@HttpExchange("/internal/stock")
public interface Stock {

    @PostExchange("/reservations")
    Answer reserve(@Valid @RequestBody Wish wish);

    @GetExchange("/{product}")
    @Nullable Answer level(@PathVariable String product);

    @ReadsOnly
    @PostExchange("/levels")
    List<Answer> levels(@RequestBody @NotEmpty List<String> products);

    /// Reserves twice, the second time through the seam again.
    @PostExchange("/pairs")
    Answer pair(@RequestBody Wish wish);

    record Wish(@NotEmpty String product, @Positive int quantity) {}

    record Answer(String by, String product, int quantity) {}
}
