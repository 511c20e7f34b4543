/// A module.
@NullMarked
package dev.banyan.architecture.offenders.intrusion.toolbox;

import org.jspecify.annotations.NullMarked;
