/// The verbs and steps of an extraction.
@NullMarked
package dev.banyan.extraction;

import org.jspecify.annotations.NullMarked;
