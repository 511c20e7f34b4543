/// Brings the events of an outbox to those who subscribed, once in effect and in order per subject.
@NullMarked
package dev.banyan.replication.relay;

import org.jspecify.annotations.NullMarked;
