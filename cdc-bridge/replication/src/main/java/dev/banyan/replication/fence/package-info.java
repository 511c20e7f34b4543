/// Lets only the owner write a module's tables, enforced in the database.
@NullMarked
package dev.banyan.replication.fence;

import org.jspecify.annotations.NullMarked;
