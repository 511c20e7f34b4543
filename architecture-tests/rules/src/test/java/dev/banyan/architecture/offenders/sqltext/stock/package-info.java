/// A module.
@NullMarked
package dev.banyan.architecture.offenders.sqltext.stock;

import org.jspecify.annotations.NullMarked;
