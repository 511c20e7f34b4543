/// A module.
@NullMarked
package dev.banyan.architecture.offenders.intrusion.orders;

import org.jspecify.annotations.NullMarked;
