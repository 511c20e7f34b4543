package dev.banyan.shop.http;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// A request that is well formed and cannot be accepted, because of one field of it or of what it
/// is about.
public class FieldProblem extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    /// @param field its path, such as `items[0].quantity`
    /// @param detail what is wrong, and what would be right
    public FieldProblem(HttpStatus status, String field, String detail) {
        super(status, problem(status, field, detail), null);
    }

    private static ProblemDetail problem(HttpStatus status, String field, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("errors", List.of(new InvalidField(field, detail)));
        return problem;
    }
}
