package dev.ledgerload.loader.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.contract.JournalCacheContract;
import dev.ledgerload.spi.JournalCache;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same in a cluster, asked at a node that most days aren't on. */
@Tag("settings")
class RedisClusterContractTest extends JournalCacheContract {
  @Override
  protected JournalCache open(BufferAllocator allocator) {
    var own = Map.of("prefix", "contract-" + UUID.randomUUID());
    return TestCluster.shared().node(0).open(allocator, own);
  }

  @Test
  void spreadsDaysOverTheNodesAndKeepsADayTogether() {
    var cluster = TestCluster.shared();
    var own = Map.of("prefix", "spread-" + UUID.randomUUID());
    try (var allocator = new RootAllocator();
        var cache = cluster.node(1).open(allocator, own)) {
      int nodesInUse = 0;
      for (int i = 0; i < 30; i++) {
        cache.invalidate(Days.DAY.plusDays(i)); // reaches the node that has the day
      }
      assertThat(Days.put(cache, allocator, 1)).isTrue();
      Days.requireHeld(cache, 1);
      for (int node = 0; node < cluster.nodes().size(); node++) {
        try (var client = cluster.client(node)) {
          nodesInUse += client.keys(own.get("prefix") + "*").isEmpty() ? 0 : 1;
        }
      }
      assertThat(nodesInUse).isEqualTo(1);
    }
  }

  @Test
  void findsADayAgainThatMovedToAnotherNode() {
    try (var cluster = TestCluster.start();
        var allocator = new RootAllocator();
        var cache = cluster.node(0).open(allocator, Map.of())) {
      Days.put(cache, allocator, 1);
      Days.requireHeld(cache, 1);
      int owner = 0;
      var key = "";
      for (int node = 0; node < cluster.nodes().size(); node++) {
        try (var client = cluster.client(node)) {
          var found = client.keys("*:entry");
          if (!found.isEmpty()) {
            owner = node;
            key = found.iterator().next();
          }
        }
      }
      int target = (owner + 1) % cluster.nodes().size();
      move(cluster, owner, target, key);
      assertThat(Days.put(cache, allocator, 2)).isTrue();
      Days.requireHeld(cache, 2);
      try (var client = cluster.client(target)) {
        assertThat(client.keys("*:entry")).containsExactly(key);
      }
    }
  }

  /** Gives a key's slot to another node, empty. */
  private static void move(TestCluster cluster, int from, int to, String key) {
    String id;
    try (var client = cluster.client(to)) {
      id = client.clusterMyId();
    }
    try (var client = cluster.client(from)) {
      client.keys("*").forEach(client::del);
    }
    for (int node = 0; node < cluster.nodes().size(); node++) {
      try (var client = cluster.client(node)) {
        client.clusterSetSlotNode((int) client.clusterKeySlot(key), id);
      }
    }
  }
}
