/// Runs the whole proxy with real applications and a real ledger behind it.
@NullMarked
package dev.banyan.proxy;

import org.jspecify.annotations.NullMarked;
