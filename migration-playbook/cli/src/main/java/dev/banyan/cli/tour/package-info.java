/// Shows an extraction as it happens, with what each step is for.
@NullMarked
package dev.banyan.cli.tour;

import org.jspecify.annotations.NullMarked;
