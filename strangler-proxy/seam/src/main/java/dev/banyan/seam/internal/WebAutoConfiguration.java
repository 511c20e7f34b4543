package dev.banyan.seam.internal;

import jakarta.servlet.Filter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.DispatcherServlet;

/// How requests meet the seam. Also without a ledger: a fence may refuse there too.
@AutoConfiguration(after = SeamAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({DispatcherServlet.class, Filter.class})
class WebAutoConfiguration {

    @Bean
    FencedAnswers fencedAnswers(ObjectProvider<Switchboard> board) {
        return new FencedAnswers(board::getIfAvailable);
    }

    @Bean
    FilterRegistrationBean<SeamFilter> seamFilter(
            FencedAnswers answers, ObjectProvider<Switchboard> board) {
        var filter = new FilterRegistrationBean<>(new SeamFilter(answers, board::getIfAvailable));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return filter;
    }

    @Bean
    TraceParents traceParents() {
        return () ->
                RequestContextHolder.getRequestAttributes()
                                instanceof ServletRequestAttributes attributes
                        ? attributes.getRequest().getHeader("traceparent")
                        : null;
    }

    @Bean
    SmartInitializingSingleton commitCounter(
            ObjectProvider<ConfigurableTransactionManager> managers) {
        return () -> managers.forEach(manager -> manager.addListener(new Commits()));
    }
}
