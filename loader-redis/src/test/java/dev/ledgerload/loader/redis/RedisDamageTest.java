package dev.ledgerload.loader.redis;

import static dev.ledgerload.loader.redis.Days.failureOf;
import static dev.ledgerload.loader.redis.Days.put;
import static dev.ledgerload.loader.redis.Days.requireHeld;
import static dev.ledgerload.loader.redis.Days.requireMiss;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What isn't what was written is a miss, is removed, and can be put again. */
class RedisDamageTest {
  private final RootAllocator allocator = new RootAllocator();
  private final TestRedis redis = TestRedis.shared();
  private final Jedis client = redis.client();
  private final String prefix = "damage-" + UUID.randomUUID();
  private final RedisJournalCache cache = redis.open(allocator, Map.of("prefix", prefix));
  private final JournalTable table = Days.table(allocator, Grain.ENTRY, 1);
  private String key = "";

  @BeforeEach
  void putADay() {
    cache.put(table);
    requireHeld(cache, 1);
    key = client.keys(prefix + "*:entry").iterator().next();
  }

  @AfterEach
  void leavesNothingBehind() {
    cache.invalidate(Days.DAY);
    assertThat(client.keys(prefix + "*")).isEmpty();
    cache.close();
    table.close();
    client.close();
    allocator.close();
  }

  private Manifest manifest() {
    return Manifest.of(client.hgetAll(key), key, Days.DAY, JournalSchema.GL_ENTRIES);
  }

  private byte[] chunkKey(int number) {
    return manifest().chunkKeys(key).get(number).getBytes(UTF_8);
  }

  /** Those of manifests that could not be read, which would go with their time to live. */
  private void removeChunksOfNoManifest() {
    var named = manifest().chunkKeys(key);
    client.keys(prefix + "*:entry:*").stream()
        .filter(name -> !named.contains(name))
        .forEach(client::del);
  }

  private void requireRemovedAndPutAgain(String why) {
    long before = cache.damagedDays();
    assertThat(requireMiss(cache)).hasMessageContaining(why);
    assertThat(cache.damagedDays()).isEqualTo(before + 1);
    assertThat(client.exists(key)).isFalse();
    assertThat(requireMiss(cache)).hasMessageContaining("isn't there");
    assertThat(cache.put(table)).isTrue();
    requireHeld(cache, 1);
  }

  @Test
  void missesADayOfWhichAChunkWasEvicted() {
    for (int number : List.of(0, 3, manifest().chunks().size() - 1)) {
      client.del(chunkKey(number));
      requireRemovedAndPutAgain("chunk %d of".formatted(number));
    }
  }

  @Test
  void stillHasTheColumnsWhoseChunksAreThere() {
    int number =
        manifest().chunks().stream()
            .map(Manifest.Chunk::column)
            .toList()
            .lastIndexOf(GlEntries.T_5);
    client.del(chunkKey(number));
    cache.load(Days.QUERY.select(GlEntries.AMOUNT, GlEntries.T_1)).close();
    requireRemovedAndPutAgain("chunk %d of".formatted(number));
  }

  @Tag("volume")
  @Test
  void missesADayWithAChangedByteAnywhere() {
    var random = new Random(20_260_131);
    for (int i = 0; i < 40; i++) {
      byte[] name = chunkKey(random.nextInt(manifest().chunks().size()));
      byte[] chunk = client.get(name);
      int at = random.nextInt(chunk.length);
      chunk[at] ^= (byte) (1 << random.nextInt(8));
      client.set(name, chunk);
      requireMiss(cache);
      cache.put(table);
    }
    assertThat(cache.damagedDays()).isEqualTo(40);
    requireHeld(cache, 1);
  }

  @Test
  void missesADayWithAChunkOfAnotherLength() {
    client.append(chunkKey(5), new byte[1]);
    requireRemovedAndPutAgain("of another length");
  }

  @Test
  void missesADayWithTwoChunksExchanged() {
    byte[] first = client.get(chunkKey(9));
    client.set(chunkKey(9), client.get(chunkKey(10)));
    client.set(chunkKey(10), first);
    requireMiss(cache);
    assertThat(cache.damagedDays()).isEqualTo(1);
  }

  @Tag("volume")
  @Test
  void missesADayWithADamagedManifest() {
    var random = new Random(20_260_201);
    for (int i = 0; i < 150; i++) {
      var fields = client.hgetAll(key);
      var names = new ArrayList<>(fields.keySet());
      var name = names.get(random.nextInt(names.size()));
      var text = new StringBuilder(fields.get(name));
      int at = text.length() == 0 ? 0 : random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setLength(at);
        case 1 -> text.insert(at, "-0z\n :9".charAt(random.nextInt(7)));
        default -> text.setCharAt(at, "-0z\n :9".charAt(random.nextInt(7)));
      }
      client.hset(key, name, text.toString());
      if (text.toString().equals(fields.get(name))) {
        requireHeld(cache, 1);
      } else {
        requireMiss(cache);
      }
      cache.invalidate(Days.DAY);
      client.keys(prefix + "*").forEach(client::del); // whose manifest no longer named them
      cache.put(table);
    }
    requireHeld(cache, 1);
  }

  /** Though its chunks are there, too. */
  @Test
  void missesAManifestUnderAKeyThatItWasNotWrittenTo() {
    for (var other : List.of(key.replace(Days.DAY + "", Days.DAY.plusDays(1) + ""), key + "x")) {
      assertThatThrownBy(
              () -> Manifest.of(client.hgetAll(key), other, Days.DAY, JournalSchema.GL_ENTRIES))
          .isInstanceOf(DamagedDayException.class)
          .hasMessageContaining("its checksum");
    }
    var elsewhere = "moved-" + prefix;
    var moved = Map.of("prefix", elsewhere);
    try (var another = redis.open(allocator, moved)) {
      for (var name : client.keys(prefix + "*")) {
        client.rename(name, name.replace(prefix, elsewhere));
      }
      assertThat(requireMiss(another)).hasMessageContaining("its checksum");
      assertThat(client.keys(elsewhere + "*:entry")).as("it was removed").isEmpty();
      client.keys(elsewhere + "*").forEach(client::del);
    }
  }

  @Tag("volume")
  @Test
  void takesNoMemoryForAManifestThatIsLargerThanAny() {
    var mebibyte = "x".repeat(1 << 20);
    for (int i = 0; i < 64; i++) {
      client.hset(key, "more" + i, mebibyte);
    }
    requireRemovedAndPutAgain("its manifest is damaged: it takes more than");
    for (int i = 0; i < 64; i++) {
      client.hset(key, "more" + i, mebibyte);
    }
    assertThat(cache.put(table)).isTrue();
    requireHeld(cache, 1);
    removeChunksOfNoManifest();
  }

  /** Under maxAge, too: the age of what is yet to come can't be told. */
  @Test
  void missesADayThatIsYetToCome() {
    var later = Instant.now().plus(Duration.ofDays(36_500));
    var fields =
        new Manifest(
                manifest().schema(),
                new JournalTable.Snapshot(
                    Days.DAY, Grain.ENTRY, manifest().snapshot().version(), later),
                manifest().columns(),
                manifest().rows(),
                manifest().writeId(),
                manifest().chunks())
            .toHash(key);
    client.hset(key, fields);
    var failure =
        failureOf(() -> cache.load(Days.QUERY.noOlderThan(Duration.ofSeconds(1))).close());
    assertThat(failure).hasMessageContaining("set the clocks");
    assertThat(cache.damagedDays()).isEqualTo(1);
    assertThat(cache.put(table)).isTrue();
    removeChunksOfNoManifest();
  }

  @Test
  void keepsNoDayThatIsYetToCome() {
    var later =
        new JournalTable.Snapshot(
            Days.DAY, Grain.ENTRY, Optional.empty(), Instant.now().plus(Duration.ofMinutes(2)));
    try (var future = Days.table(allocator, later)) {
      assertThat(failureOf(() -> cache.put(future))).hasMessageContaining("set the clocks");
    }
    requireHeld(cache, 1);
  }

  @Test
  void missesADayWhoseManifestLacksAField() {
    for (var name : List.of("format", "schema", "rows", "as_of", "write", "chunks", "columns")) {
      client.hdel(key, name);
      requireRemovedAndPutAgain("manifest is damaged");
      removeChunksOfNoManifest();
    }
  }

  @Test
  void missesADayOfAnotherFormat() {
    client.hset(key, "format", "1");
    assertThat(requireMiss(cache)).hasMessageContaining("format of another release");
    assertThat(client.exists(key)).as("that may be of use to others").isTrue();
    assertThat(cache.put(table)).isTrue();
    requireHeld(cache, 1);
    removeChunksOfNoManifest();
  }

  @Test
  void leavesNothingOfADayThatWasReplaced() {
    int keys = client.keys(prefix + "*").size();
    for (long version = 2; version < 5; version++) {
      put(cache, allocator, version);
      assertThat(client.keys(prefix + "*")).hasSize(keys);
    }
    assertThat(cache.put(table)).isFalse();
    assertThat(client.keys(prefix + "*")).hasSize(keys);
  }

  @Test
  void givesEveryKeyATimeToLive() {
    try (var brief = redis.open(allocator, Map.of("prefix", prefix, "ttl", "PT1H"))) {
      put(brief, allocator, 2);
    }
    assertThat(client.pttl(key)).isBetween(1L, 3_600_000L);
    for (var chunk : manifest().chunkKeys(key)) {
      assertThat(client.pttl(chunk)).isBetween(client.pttl(key), 3_660_000L);
    }
  }
}
