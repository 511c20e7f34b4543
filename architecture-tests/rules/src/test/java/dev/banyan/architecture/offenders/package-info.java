/// Small applications, each of which breaks one rule, and one that breaks none.
@NullMarked
package dev.banyan.architecture.offenders;

import org.jspecify.annotations.NullMarked;
