package dev.banyan.ledger.contract;

import dev.banyan.routing.Side;

/// What speaks against sending traffic to the builds that run.
///
/// @param broken whether a build is known not to keep a contract; else nobody knows
/// @param text for the person who asked for the traffic
record Finding(Side side, boolean broken, String text) {

    static Finding missing(Side side, String why) {
        return new Finding(side, false, "contracts missing: " + why);
    }

    static Finding red(Side side, String why) {
        return new Finding(side, true, "contracts red: " + why);
    }
}
