/// How the shop, and its inventory on whichever side, is brought into the states that contracts
/// presume: by its own public interface.
@NullMarked
package dev.banyan.contracts.shop;

import org.jspecify.annotations.NullMarked;
