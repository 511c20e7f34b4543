/// Entities that are mapped to tables of another module.
@NullMarked
package dev.banyan.architecture.offenders.mapping;

import org.jspecify.annotations.NullMarked;
