package dev.banyan.outbox;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names an event for everybody outside of its class: the CloudEvents type is `<module>.<name>`.
///
/// Module and name are stored with each event, the class name is not relied upon: renaming the
/// class orphans nothing.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /// The module that publishes it: lower-case letters, digits and underscores.
    String module();

    /// The stable name within the module, such as `order-placed`.
    String name();

    /// The version of the schema of its data, counted from 1.
    int version() default 1;

    /// Whether it leaves the application: only such an event is written to the outbox.
    boolean external() default false;
}
