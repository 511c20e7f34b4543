package dev.banyan.seam.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.function.Consumer;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AbstractAdvisingBeanPostProcessor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;

/// Puts the seam around each bean that implements a published interface, outside of everything else
/// that is around it: no transaction is opened for a call that a service answers.
final class SeamPostProcessor extends AbstractAdvisingBeanPostProcessor {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final PublishedBeans beans;

    @SuppressWarnings("serial")
    private final Consumer<String> publish;

    /// @param publish hears of each module that has a published interface here
    SeamPostProcessor(
            PublishedBeans beans,
            Consumer<String> publish,
            ObjectProvider<SeamInterceptor> interceptor) {
        this.beans = beans;
        this.publish = publish;
        this.beforeExistingAdvisors = true;
        setProxyTargetClass(true);
        setOrder(LOWEST_PRECEDENCE - 10);
        this.advisor = new DefaultPointcutAdvisor(new Calls(), new Late(interceptor));
    }

    @Override
    protected boolean isEligible(Class<?> type) {
        var published = beans.of(ClassUtils.getUserClass(type));
        published.forEach(one -> publish.accept(one.module()));
        return !published.isEmpty() && super.isEligible(type);
    }

    @Override
    protected ProxyFactory prepareProxyFactory(Object bean, String beanName) {
        var factory = super.prepareProxyFactory(bean, beanName);
        if (Modifier.isFinal(bean.getClass().getModifiers())) {
            factory.setProxyTargetClass(false);
            evaluateProxyInterfaces(bean.getClass(), factory);
        }
        return factory;
    }

    private final class Calls extends StaticMethodMatcherPointcut {
        @Override
        public boolean matches(Method method, Class<?> type) {
            beans.of(ClassUtils.getUserClass(type));
            return beans.call(method) != null;
        }
    }

    /// The interceptor needs what may not be there yet when the first bean is made.
    private record Late(ObjectProvider<SeamInterceptor> interceptor) implements MethodInterceptor {
        @Override
        public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
            return interceptor.getObject().invoke(invocation);
        }
    }
}
