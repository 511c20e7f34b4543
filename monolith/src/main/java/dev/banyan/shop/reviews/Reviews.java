package dev.banyan.shop.reviews;

import dev.banyan.seam.ReadsOnly;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// What other modules ask of reviews.
@HttpExchange("/internal/reviews")
public interface Reviews {

    /// The summaries of those products that can be reviewed, in no particular order.
    @ReadsOnly
    @PostExchange("/summaries")
    List<ReviewSummary> summaries(
            @RequestBody @NotEmpty @Size(max = 200) List<@NotNull UUID> productIds);
}
