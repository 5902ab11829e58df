package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.images.PullPolicy;
import org.testcontainers.utility.DockerImageName;

/** Where an engine answers and has the images, containers; elsewhere, what is documented for it. */
@Tag("processes")
class DockerServersTest {
  private static final TestbedOptions CONFIGURED =
      TestbedOptions.fromEnvironment().withPostgresUrl(null).withRedisUrl(null).withForced(null);

  /** Without its images an engine can't serve, as without an engine. No test pulls one. */
  private static final TestbedOptions OPTIONS =
      hasImages()
          ? CONFIGURED
          : TestbedOptions.fromEnvironment(
              Map.of(
                  "LEDGERLOAD_POSTGRES_IMAGE", "localhost:1/no/postgres:0",
                  "LEDGERLOAD_REDIS_IMAGE", "localhost:1/no/redis:0"));

  @TempDir Path temporary;

  @Test
  void servesFromContainersElseFromThisMachine() {
    if (!hasImages()) {
      refusesToBeForced();
      return;
    }
    try (var testbed = JournalTestbed.start(OPTIONS)) {
      assertThat(testbed.provider()).isEqualTo("docker");
      assertThat(testbed.redisProvider()).isEqualTo("docker");
      assertThat(testbed.notes()).isEmpty();
      assertThat(testbed.postgresSettings()).containsEntry("shared_buffers", "1GB");
      assertThat(testbed.redisInfo()).containsKey("redis_version");
    }
  }

  private static void refusesToBeForced() {
    assertThatThrownBy(() -> JournalTestbed.start(OPTIONS.withForced(TestbedProvider.DOCKER)))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("Docker")
        .hasMessageContaining("LEDGERLOAD_TESTBED=embedded");
    try (var testbed = JournalTestbed.start(OPTIONS)) {
      assertThat(testbed.provider()).isEqualTo("embedded");
      assertThat(testbed.notes()).hasSize(1).first().asString().contains("Docker");
    }
  }

  private static boolean hasImages() {
    return DockerServers.problem().isEmpty()
        && isPresent(CONFIGURED.postgresImage())
        && isPresent(CONFIGURED.redisImage());
  }

  private static boolean isPresent(String image) {
    return !PullPolicy.defaultPolicy().shouldPull(DockerImageName.parse(image));
  }

  @Test
  void fallsToThisMachineWhenDockerIsNotWhereItShouldBe() throws IOException {
    var broken =
        Map.of(
            "DOCKER_HOST", "unix://" + temporary.resolve("no-engine.sock"),
            // should Testcontainers find another engine after all
            "LEDGERLOAD_POSTGRES_IMAGE", "localhost:1/no/postgres:0",
            "LEDGERLOAD_REDIS_IMAGE", "localhost:1/no/redis:0");
    var child = TestbedChild.start(broken, List.of("-Duser.home=" + temporary));
    try {
      assertThat(TestbedChild.firstLine(child))
          .startsWith("ready embedded")
          .contains("PostgreSQL is embedded: ")
          .contains("Redis is embedded: ")
          .contains("Docker");
    } finally {
      child.destroy();
      child.onExit().join();
    }
  }
}
