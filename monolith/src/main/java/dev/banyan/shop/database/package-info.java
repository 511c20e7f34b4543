/// Gives each module a schema, a database role and its own migrations, and each transaction the
/// role of its module.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.banyan.shop.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
