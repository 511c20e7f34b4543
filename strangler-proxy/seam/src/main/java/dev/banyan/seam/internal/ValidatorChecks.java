package dev.banyan.seam.internal;

import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.validation.annotation.Validated;

/// Checks the constraints of the interface where the local implementation is `@Validated`.
final class ValidatorChecks implements Checks {

    private final Validator validator;

    ValidatorChecks(Validator validator) {
        this.validator = validator;
    }

    @Override
    public void check(@Nullable Object target, Method method, @Nullable Object[] arguments) {
        if (target == null || !isValidated(target)) {
            return;
        }
        var violations = validator.forExecutables().validateParameters(target, method, arguments);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
    }

    private static boolean isValidated(Object target) {
        return AnnotatedElementUtils.hasAnnotation(
                ClassUtils.getUserClass(target), Validated.class);
    }
}
