package dev.banyan.outbox;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.AliasFor;

/// Handles a [ModuleEvent] once, after the publisher's commit, in one transaction with its inbox
/// row, and in the order of each subject.
///
/// The method takes the event as its only parameter. It runs in a transaction of the consumer's
/// module, on a thread of the dispatcher or of the HTTP receiver; an exception rolls everything
/// back and counts as a failed try. The annotated method is neither asynchronous nor starts a
/// transaction of its own: the start refuses both.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@EventListener
public @interface InboxListener {

    /// The stable name of this consumer, `<module>.<name>`: the key of the inbox, with the event's
    /// id, and the listener's id in Spring Modulith's registry. It outlives renaming and moving the
    /// method; two methods never share it.
    @AliasFor(annotation = EventListener.class, attribute = "id")
    String consumer();
}
