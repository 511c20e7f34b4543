/// The program with a broker.
@NullMarked
package dev.banyan.contracts.program;

import org.jspecify.annotations.NullMarked;
