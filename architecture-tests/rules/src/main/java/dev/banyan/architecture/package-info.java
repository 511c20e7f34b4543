/// Rules that keep the modules of an application apart, in code, data and transactions.
@NullMarked
package dev.banyan.architecture;

import org.jspecify.annotations.NullMarked;
