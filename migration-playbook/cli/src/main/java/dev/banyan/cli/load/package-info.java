/// Orders through the proxy at a steady rate, and what became of each of them.
@NullMarked
package dev.banyan.cli.load;

import org.jspecify.annotations.NullMarked;
