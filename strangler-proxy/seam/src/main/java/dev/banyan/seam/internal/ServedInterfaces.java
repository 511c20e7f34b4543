package dev.banyan.seam.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Serves the published interfaces of this application over HTTP, as their `@HttpExchange` says: a
/// service that was taken out calls back by them. What is a controller already is left alone.
final class ServedInterfaces implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(ServedInterfaces.class);

    private final ListableBeanFactory factory;
    private final PublishedBeans beans;
    private final RequestMappingHandlerMapping mapping;

    /// Marks what is returned as the body of the answer.
    @ResponseBody
    interface Served {}

    ServedInterfaces(
            ListableBeanFactory factory,
            PublishedBeans beans,
            RequestMappingHandlerMapping mapping) {
        this.factory = factory;
        this.beans = beans;
        this.mapping = mapping;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (var name : factory.getBeanDefinitionNames()) {
            var type = factory.getType(name, false);
            if (type != null && !AnnotatedElementUtils.hasAnnotation(type, Controller.class)) {
                beans.of(ClassUtils.getUserClass(type)).stream()
                        .filter(one -> Modifier.isPublic(one.type().getModifiers()))
                        .forEach(one -> serve(one, name));
            }
        }
    }

    private void serve(Published published, String beanName) {
        var server =
                Proxy.newProxyInstance(
                        published.type().getClassLoader(),
                        new Class<?>[] {published.type(), Served.class},
                        new Server(published.module(), factory, beanName));
        for (var call : published.calls().values()) {
            var info =
                    RequestMappingInfo.paths(call.path())
                            .methods(RequestMethod.valueOf(call.httpMethod()))
                            .options(mapping.getBuilderConfiguration())
                            .build();
            mapping.registerMapping(info, server, call.method());
        }
        LOG.debug("'{}' is served over HTTP.", published.type().getName());
    }

    private record Server(String module, ListableBeanFactory factory, String beanName)
            implements InvocationHandler {

        @Override
        public @Nullable Object invoke(
                Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return onItself(proxy, method, arguments);
            }
            requireAuthorised();
            var before = LetThrough.serve(module);
            try {
                return method.invoke(factory.getBean(beanName), arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            } finally {
                LetThrough.restore(before);
            }
        }

        @SuppressWarnings("ReferenceEquality")
        private @Nullable Object onItself(
                Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
            return switch (method.getName()) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "the server of '%s'".formatted(beanName);
            };
        }

        private static void requireAuthorised() {
            boolean shown =
                    RequestContextHolder.getRequestAttributes()
                                    instanceof ServletRequestAttributes attributes
                            && InternalFilter.isAuthorised(attributes.getRequest());
            if (!shown) {
                throw new ResponseStatusException(
                        HttpStatus.UNAUTHORIZED, "The bearer token is missing or wrong.");
            }
        }
    }
}
