/// Moves the data of a module to another database while it is written.
@NullMarked
package dev.banyan.replication;

import org.jspecify.annotations.NullMarked;
