package dev.banyan.outbox.internal;

import dev.banyan.outbox.Idempotent;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/// Finds out before the handling whether the endpoint of a request is [Idempotent].
final class IdempotentEndpoints {

    private final RequestMappingHandlerMapping mapping;

    IdempotentEndpoints(RequestMappingHandlerMapping mapping) {
        this.mapping = mapping;
    }

    Optional<Idempotent> of(HttpServletRequest request) {
        var parsed = ServletRequestPathUtils.hasParsedRequestPath(request);
        if (!parsed) {
            ServletRequestPathUtils.parseAndCache(request);
        }
        try {
            return of(mapping.getHandler(request));
        } catch (Exception noMatch) {
            return Optional.empty();
        } finally {
            if (!parsed) {
                ServletRequestPathUtils.clearParsedRequestPath(request);
            }
        }
    }

    private static Optional<Idempotent> of(
            @org.jspecify.annotations.Nullable HandlerExecutionChain chain) {
        if (chain == null || !(chain.getHandler() instanceof HandlerMethod handler)) {
            return Optional.empty();
        }
        var onMethod =
                AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Idempotent.class);
        return onMethod != null
                ? Optional.of(onMethod)
                : Optional.ofNullable(
                        AnnotatedElementUtils.findMergedAnnotation(
                                handler.getBeanType(), Idempotent.class));
    }
}
