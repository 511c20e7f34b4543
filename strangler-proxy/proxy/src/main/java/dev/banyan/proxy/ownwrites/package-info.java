/// Lets clients see their own writes while two sides hold a module's data.
@NullMarked
package dev.banyan.proxy.ownwrites;

import org.jspecify.annotations.NullMarked;
