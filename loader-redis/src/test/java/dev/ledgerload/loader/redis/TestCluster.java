package dev.ledgerload.loader.redis;

import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.testbed.RedisProcess;
import dev.ledgerload.testbed.TestbedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;

/** Three nodes that share the slots. */
record TestCluster(List<RedisProcess> nodes) implements AutoCloseable {
  private static final int NODES = 3;
  private static final int SLOTS = 16_384;
  private static final int TRIES = 20;
  private static final String LOGIN = "teller:for-all-nodes"; // each also has a password of its own
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

  /** Made once, when it is first needed; ends with the JVM. */
  private static final class Shared {
    static final TestCluster CLUSTER = start();
  }

  static TestCluster shared() {
    return Shared.CLUSTER;
  }

  static TestCluster start() {
    List<RedisProcess> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      nodes.add(startNode());
    }
    var cluster = new TestCluster(nodes);
    for (int i = 0; i < NODES; i++) {
      try (var client = cluster.client(i)) {
        client.clusterAddSlots(
            IntStream.range(i * SLOTS / NODES, (i + 1) * SLOTS / NODES).toArray());
        client.clusterMeet("127.0.0.1", nodes.get(0).url().port());
      }
    }
    for (int i = 0; i < NODES; i++) {
      cluster.awaitWhole(i);
    }
    return cluster;
  }

  /** A node also listens 10,000 ports higher, which not every free port allows. */
  private static RedisProcess startNode() {
    for (int i = 0; ; i++) {
      try {
        return RedisProcess.start(
            List.of(
                "cluster-enabled yes",
                "cluster-config-file nodes.conf",
                "user teller on >for-all-nodes ~* &* +@all"));
      } catch (TestbedException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  private void awaitWhole(int node) {
    long deadlineNs = System.nanoTime() + PATIENCE_NS;
    try (var client = client(node)) {
      while (!(client.clusterInfo().contains("cluster_state:ok")
          && client.clusterInfo().contains("cluster_slots_ok:" + SLOTS)
          && client.clusterInfo().contains("cluster_known_nodes:" + NODES))) {
        if (System.nanoTime() > deadlineNs) {
          throw new AssertionError("no cluster: " + client.clusterInfo());
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  TestRedis node(int number) {
    return new TestRedis(
        RedisUrl.of("redis://%s@127.0.0.1:%d".formatted(LOGIN, nodes.get(number).url().port())));
  }

  /** A client that isn't ours. */
  Jedis client(int number) {
    return new TestRedis(nodes.get(number).url()).client();
  }

  @Override
  public void close() {
    nodes.forEach(RedisProcess::close);
  }
}
