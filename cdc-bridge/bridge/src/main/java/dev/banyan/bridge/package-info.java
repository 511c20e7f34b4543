/// The process that copies, streams and runs the switch.
@NullMarked
package dev.banyan.bridge;

import org.jspecify.annotations.NullMarked;
