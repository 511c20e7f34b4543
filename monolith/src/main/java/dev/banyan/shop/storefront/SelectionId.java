package dev.banyan.shop.storefront;

import org.jmolecules.ddd.types.Identifier;

/// A selection is known by the page that it is for.
record SelectionId(String id) implements Identifier {

    static final SelectionId FRONT = new SelectionId("front");
}
