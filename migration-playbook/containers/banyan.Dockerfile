# The command line; wants a banyan.yaml at /etc/banyan.
# From the root of the repository: ./banyan build && docker build -f migration-playbook/containers/banyan.Dockerfile -t banyan/banyan .
ARG BASE=eclipse-temurin:25-jre
FROM ${BASE}
# A folder for last known states and generated tokens; mount a volume there to keep them.
RUN mkdir -p /state && chown 10001:10001 /state
WORKDIR /etc/banyan
USER 10001:10001
COPY migration-playbook/cli/target/banyan-cli-0.1.0-exec.jar /application/application.jar
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/application/application.jar"]
