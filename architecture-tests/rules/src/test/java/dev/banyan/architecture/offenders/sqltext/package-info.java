/// A module whose code has SQL on tables of another.
@NullMarked
package dev.banyan.architecture.offenders.sqltext;

import org.jspecify.annotations.NullMarked;
