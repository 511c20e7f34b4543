# The bridge; wants a banyan.yaml at /etc/banyan.
# From the root of the repository: ./banyan build && docker build -f migration-playbook/containers/bridge.Dockerfile -t banyan/bridge .
ARG BASE=eclipse-temurin:25-jre
FROM ${BASE}
# A folder for last known states and generated tokens; mount a volume there to keep them.
RUN mkdir -p /state && chown 10001:10001 /state
WORKDIR /state
USER 10001:10001
COPY cdc-bridge/bridge/target/banyan-bridge-0.1.0-exec.jar /application/application.jar
EXPOSE 8082
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/application/application.jar", "--config", "/etc/banyan/banyan.yaml"]
