package dev.banyan.outbox.internal;

import dev.banyan.outbox.InboxListener;
import dev.banyan.outbox.ModuleEvent;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Makes transactional listeners of the methods with [InboxListener]: Spring Modulith registers
/// publications for them, and the dispatcher handles these.
final class InboxListenerFactory implements EventListenerFactory, Ordered {

    private static final Set<Propagation> JOINING =
            Set.of(
                    Propagation.REQUIRED,
                    Propagation.SUPPORTS,
                    Propagation.MANDATORY,
                    Propagation.NESTED);

    private final Supplier<Consumers> consumers;
    private final Supplier<Lanes> lanes;

    InboxListenerFactory(Supplier<Consumers> consumers, Supplier<Lanes> lanes) {
        this.consumers = consumers;
        this.lanes = lanes;
    }

    /// Before the factory for `@TransactionalEventListener`, which stands at 50.
    @Override
    public int getOrder() {
        return 40;
    }

    @Override
    public boolean supportsMethod(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, InboxListener.class);
    }

    @Override
    public ApplicationListener<?> createApplicationListener(
            String beanName, Class<?> type, Method method) {
        check(type, method);
        var listener = new InboxApplicationListener(beanName, type, method, lanes);
        var consumer =
                Consumer.named(
                        listener.getListenerId(), method.getParameterTypes()[0], listener::handle);
        consumers.get().add(consumer);
        return listener;
    }

    private static void check(Class<?> type, Method method) {
        require(
                method.getParameterCount() == 1
                        && ModuleEvent.class.isAssignableFrom(method.getParameterTypes()[0]),
                method,
                "takes something else than one ModuleEvent");
        require(
                !AnnotatedElementUtils.hasAnnotation(method, Async.class)
                        && !AnnotatedElementUtils.hasAnnotation(type, Async.class),
                method,
                "is asynchronous, so it would leave the transaction of its inbox row. Remove @Async");
        var transactional = AnnotatedElementUtils.findMergedAnnotation(method, Transactional.class);
        require(
                transactional == null || JOINING.contains(transactional.propagation()),
                method,
                "does not join the transaction of its inbox row. Use the propagation REQUIRED");
    }

    private static void require(boolean holds, Method method, String problem) {
        if (!holds) {
            throw new IllegalStateException(
                    "Inbox listener '%s.%s' %s."
                            .formatted(
                                    method.getDeclaringClass().getName(),
                                    method.getName(),
                                    problem));
        }
    }
}
