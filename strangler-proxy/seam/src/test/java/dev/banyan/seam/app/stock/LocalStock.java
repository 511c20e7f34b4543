package dev.banyan.seam.app.stock;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.ErrorResponseException;

/// Answers in this process.
@Component
@Validated
class LocalStock implements Stock {

    private final Moments moments;
    private final JdbcTemplate jdbc;
    private final ObjectProvider<Stock> itself;

    LocalStock(Moments moments, JdbcTemplate jdbc, ObjectProvider<Stock> itself) {
        this.moments = moments;
        this.jdbc = jdbc;
        this.itself = itself;
    }

    @Override
    public Answer reserve(Wish wish) {
        moments.pass();
        if (wish.product().equals("fenced")) {
            jdbc.execute(
                    "DO $$ BEGIN RAISE EXCEPTION USING errcode = 'BY001', message = 'fenced', detail = 'stock 7'; END $$");
        }
        if (wish.product().equals("sold-out")) {
            throw new OutOfStockException("sold out");
        }
        moments.reserved.add(wish.product());
        return new Answer("local", wish.product(), wish.quantity());
    }

    @Override
    public @Nullable Answer level(String product) {
        if (product.equals("unknown")) {
            throw new ErrorResponseException(
                    HttpStatus.NOT_FOUND,
                    ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "No such product."),
                    null);
        }
        return product.equals("nothing") ? null : new Answer("local", product, 1);
    }

    @Override
    public List<Answer> levels(List<String> products) {
        return products.stream().map(product -> new Answer("local", product, 1)).toList();
    }

    @Override
    public Answer pair(Wish wish) {
        moments.pass();
        return itself.getObject().reserve(new Wish(wish.product(), wish.quantity() + 1));
    }
}
