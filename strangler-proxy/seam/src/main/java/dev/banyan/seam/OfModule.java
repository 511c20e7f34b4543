package dev.banyan.seam;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the module of a published interface, or of a class with jobs, where it is not the name of
/// the package below the application's.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OfModule {

    /// The module, as the ledger calls it.
    String value();
}
