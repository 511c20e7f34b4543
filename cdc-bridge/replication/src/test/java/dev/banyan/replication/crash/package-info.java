/// Kills the stream and both servers while writers write, and compares every row afterwards.
@NullMarked
package dev.banyan.replication.crash;

import org.jspecify.annotations.NullMarked;
