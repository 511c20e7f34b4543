/// Shows that a client sees what it wrote, whichever side answers.
@NullMarked
package dev.banyan.proxy.ownwrites;

import org.jspecify.annotations.NullMarked;
