package dev.banyan.seam.internal;

import dev.banyan.seam.SeamSettings;
import dev.banyan.seam.internal.Published.ModuleNames;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Opens `/internal` to who shows the token; without a token it stays closed. Needs no ledger.
@AutoConfiguration(after = {SeamAutoConfiguration.class, WebAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({DispatcherServlet.class, Filter.class})
@Conditional(InternalAutoConfiguration.TokenConfigured.class)
@EnableConfigurationProperties(SeamSettings.class)
class InternalAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static ModuleNames servedModuleNames(BeanFactory beans) {
        return new ModuleNames(
                AutoConfigurationPackages.has(beans)
                        ? AutoConfigurationPackages.get(beans)
                        : List.of());
    }

    @Bean
    @ConditionalOnMissingBean
    static PublishedBeans servedBeans(ModuleNames names) {
        return new PublishedBeans(names);
    }

    @Bean
    FilterRegistrationBean<InternalFilter> internalFilter(SeamSettings settings) {
        var token = Objects.requireNonNull(Secrets.token(settings.internal()));
        var filter = new FilterRegistrationBean<>(new InternalFilter(token));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return filter;
    }

    @Bean
    ServedInterfaces servedInterfaces(
            ListableBeanFactory factory,
            PublishedBeans beans,
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping) {
        return new ServedInterfaces(factory, beans, mapping);
    }

    /// A token is given.
    static final class TokenConfigured extends AnyNestedCondition {

        TokenConfigured() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("banyan.seam.internal.token")
        static final class Value {}

        @ConditionalOnProperty("banyan.seam.internal.token-file")
        static final class File {}
    }
}
