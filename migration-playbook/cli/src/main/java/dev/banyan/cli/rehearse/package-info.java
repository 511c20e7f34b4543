/// Practises a switch before it counts.
@NullMarked
package dev.banyan.cli.rehearse;

import org.jspecify.annotations.NullMarked;
