/// What the tests of replication run on.
@NullMarked
package dev.banyan.replication.side;

import org.jspecify.annotations.NullMarked;
