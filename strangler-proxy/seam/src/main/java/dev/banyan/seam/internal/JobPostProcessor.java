package dev.banyan.seam.internal;

import java.lang.reflect.Modifier;
import org.springframework.aop.framework.AbstractAdvisingBeanPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.scheduling.annotation.Scheduled;

/// Puts the jobs' gate around `@Scheduled` methods.
final class JobPostProcessor extends AbstractAdvisingBeanPostProcessor {

    private static final long serialVersionUID = 1L;

    JobPostProcessor(Jobs jobs) {
        this.beforeExistingAdvisors = true;
        setProxyTargetClass(true);
        setOrder(LOWEST_PRECEDENCE - 20);
        this.advisor =
                new DefaultPointcutAdvisor(
                        AnnotationMatchingPointcut.forMethodAnnotation(Scheduled.class), jobs);
    }

    /// A final class cannot be wrapped; its jobs run always, and the fence decides.
    @Override
    protected boolean isEligible(Class<?> type) {
        return !Modifier.isFinal(type.getModifiers()) && super.isEligible(type);
    }
}
