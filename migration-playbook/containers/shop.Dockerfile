# The shop.
# From the root of the repository: ./banyan build && docker build -f migration-playbook/containers/shop.Dockerfile -t banyan/shop .
ARG BASE=eclipse-temurin:25-jre

FROM ${BASE} AS layers
WORKDIR /layers
COPY monolith/target/banyan-monolith-0.1.0-exec.jar application.jar
RUN java -Djarmode=tools -jar application.jar extract --layers --destination out

FROM ${BASE}
# A folder for last known states and generated tokens; mount a volume there to keep them.
RUN mkdir -p /state && chown 10001:10001 /state
WORKDIR /state
USER 10001:10001
# What changes seldom comes first, so that a new build of ours moves little.
COPY --from=layers /layers/out/dependencies/ /application/
COPY --from=layers /layers/out/snapshot-dependencies/ /application/
COPY --from=layers /layers/out/application/ /application/
ENV SERVER_ADDRESS=0.0.0.0
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/application/application.jar"]
