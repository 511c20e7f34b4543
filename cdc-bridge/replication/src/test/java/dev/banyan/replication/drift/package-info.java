/// Lets schemas drift apart.
@NullMarked
package dev.banyan.replication.drift;

import org.jspecify.annotations.NullMarked;
