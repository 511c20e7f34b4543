package dev.banyan.outbox;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An endpoint, or all POST endpoints of a controller, that carries out a request with an
/// `Idempotency-Key` once.
///
/// The whole handling runs in one transaction of the module, with the key and the answer: after a
/// crash there are either all three or none. So the handler writes this module only and calls no
/// other one; an endpoint that must, uses [IdempotentRequests] around its own effect instead. A
/// repeated request gets the kept answer with `Idempotency-Replayed: true`, one with another body
/// 422, one whose first is still running 409 after a while. Answers from 500 on and answers of a
/// transaction that rolled back are not kept: repeating them tries again.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {

    /// The module whose schema keeps key and answer.
    String module();

    /// Whether a request without a key is refused with 400.
    boolean required() default false;
}
