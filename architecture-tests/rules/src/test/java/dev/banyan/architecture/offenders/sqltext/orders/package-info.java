/// A module.
@NullMarked
package dev.banyan.architecture.offenders.sqltext.orders;

import org.jspecify.annotations.NullMarked;
