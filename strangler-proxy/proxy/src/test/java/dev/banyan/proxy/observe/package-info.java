/// Shows what is logged and what is not.
@NullMarked
package dev.banyan.proxy.observe;

import org.jspecify.annotations.NullMarked;
