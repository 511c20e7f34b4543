/// Who verified what: the contracts of a module, the builds that kept them, and whether those that
/// run are among them.
@NullMarked
package dev.banyan.ledger.contract;

import org.jspecify.annotations.NullMarked;
