/// The rules themselves.
@NullMarked
package dev.banyan.architecture.internal;

import org.jspecify.annotations.NullMarked;
