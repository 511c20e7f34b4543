/// The program that starts builds on data of their own, verifies them, and writes down what came
/// out.
@NullMarked
package dev.banyan.contracts.program;

import org.jspecify.annotations.NullMarked;
