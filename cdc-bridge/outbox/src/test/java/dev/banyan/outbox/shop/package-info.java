/// A shop of two modules, as small as reliable events can be seen in.
@NullMarked
package dev.banyan.outbox.shop;

import org.jspecify.annotations.NullMarked;
