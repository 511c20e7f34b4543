/// An aggregate that holds another aggregate instead of its id, inside one module.
@NullMarked
package dev.banyan.architecture.offenders.blocks;

import org.jspecify.annotations.NullMarked;
