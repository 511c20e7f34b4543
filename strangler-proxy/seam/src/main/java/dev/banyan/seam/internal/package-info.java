/// How the seam follows the ledger, holds, calls and refuses.
@NullMarked
package dev.banyan.seam.internal;

import org.jspecify.annotations.NullMarked;
