package dev.banyan.replication.relay;

/// What became of one try to deliver.
public sealed interface Answer {

    /// It was taken, or nobody there wants events of this type.
    record Delivered() implements Answer {}

    /// This side does not handle the module now. Not a try.
    record Fenced() implements Answer {}

    /// The receiver said no to this event: a try.
    record Refused(String why) implements Answer {}

    /// Nobody can be reached there, or the address or token is wrong: all events wait. Not a try.
    record Unreachable(String why) implements Answer {}

    /// Nobody knows whether it was taken: this subject waits, then the same event is sent again.
    /// Not a try.
    record Unanswered(String why) implements Answer {}
}
