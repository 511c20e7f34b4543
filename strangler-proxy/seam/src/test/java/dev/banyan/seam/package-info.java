/// The seam, tried on a small application, a real ledger and a service over HTTP.
@NullMarked
package dev.banyan.seam;

import org.jspecify.annotations.NullMarked;
