/// What the packages of replication use among themselves.
@NullMarked
package dev.banyan.replication.internal;

import org.jspecify.annotations.NullMarked;
