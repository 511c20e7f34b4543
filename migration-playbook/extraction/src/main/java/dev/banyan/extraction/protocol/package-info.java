/// The protocol of a switch as pure code: what follows what, and which change of a fence row is
/// allowed. `migration-playbook/protocol.md` is the same in words.
@NullMarked
package dev.banyan.extraction.protocol;

import org.jspecify.annotations.NullMarked;
