/// Holds the load's own counting to account.
@NullMarked
package dev.banyan.cli.load;

import org.jspecify.annotations.NullMarked;
