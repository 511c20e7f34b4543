package dev.banyan.seam.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/// What the seam does with each request: endpoints of a module that is not here sleep, what the
/// proxy let through is known as that, and a refusal of the fence is told so that it can be sent
/// again elsewhere (SWITCH.md section 4).
final class SeamFilter extends OncePerRequestFilter {

    static final String TABLE = "Banyan-Table";
    static final String WROTE = "Banyan-Wrote";

    private final FencedAnswers answers;
    private final Supplier<@Nullable Switchboard> board;

    /// @param board what the ledger says; null where the seam is off
    SeamFilter(FencedAnswers answers, Supplier<@Nullable Switchboard> board) {
        this.answers = answers;
        this.board = board;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        FencedAnswers.begin(request);
        var current = board.get();
        var asleep = current == null ? null : Asleep.module(current.newest(), request);
        if (asleep != null) {
            answers.write(response, asleep.moduleAndEpoch());
            return;
        }
        var before = bind(request);
        WroteElsewhere.listen(module -> response.setHeader(WROTE, module));
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException failure) {
            if (!answers.answer(request, response, failure)) {
                throw failure;
            }
        } finally {
            WroteElsewhere.listen(null);
            LetThrough.restore(before);
        }
    }

    /// `Banyan-Table: <module> <version>`, from a proxy or another seam.
    private static @Nullable LetThrough bind(HttpServletRequest request) {
        var table = request.getHeader(TABLE);
        int space = table == null ? -1 : table.indexOf(' ');
        if (table == null || space <= 0) {
            return LetThrough.current();
        }
        try {
            long version = Long.parseLong(table, space + 1, table.length(), 10);
            return LetThrough.enter(table.substring(0, space), Math.max(0, version));
        } catch (NumberFormatException notOurs) {
            return LetThrough.current();
        }
    }
}
