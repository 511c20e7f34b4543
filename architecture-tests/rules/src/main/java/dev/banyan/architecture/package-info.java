/// Rules that keep the modules of an application apart.
@NullMarked
package dev.banyan.architecture;

import org.jspecify.annotations.NullMarked;
