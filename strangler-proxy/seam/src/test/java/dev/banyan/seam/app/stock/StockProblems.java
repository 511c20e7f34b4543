package dev.banyan.seam.app.stock;

import dev.banyan.seam.spi.ProblemExceptions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

@Component
class StockProblems implements ProblemExceptions {

    @Override
    public @Nullable RuntimeException exceptionFor(String module, ProblemDetail problem) {
        return "urn:app:sold-out".equals(String.valueOf(problem.getType()))
                ? new OutOfStockException(String.valueOf(problem.getDetail()))
                : null;
    }
}
