/// Not for others.
@NullMarked
package dev.banyan.architecture.offenders.intrusion.toolbox.internal;

import org.jspecify.annotations.NullMarked;
