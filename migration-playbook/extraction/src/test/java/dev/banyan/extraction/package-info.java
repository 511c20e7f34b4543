/// Tests of the verbs.
@NullMarked
package dev.banyan.extraction;

import org.jspecify.annotations.NullMarked;
