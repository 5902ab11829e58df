package dev.ledgerload.loader.redis;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.RedisProcess;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A Redis for tests, caches in it, and a way to look into it past them. */
record TestRedis(RedisUrl url) {
  /** Made once, when it is first needed; ends with the JVM. */
  private static final class Shared {
    static final TestRedis REDIS = new TestRedis(RedisProcess.start(List.of()).url());
  }

  static TestRedis shared() {
    return Shared.REDIS;
  }

  RedisJournalCache open(BufferAllocator allocator, Map<String, String> options) {
    return open(url, allocator, options);
  }

  static RedisJournalCache open(
      RedisUrl url, BufferAllocator allocator, Map<String, String> options) {
    var config =
        new SourceConfig(TestDatabase.url(), url, JournalSchema.GL_ENTRIES, allocator, options);
    return (RedisJournalCache) new RedisSourceProvider().open(config);
  }

  /** The same with another port: that of a proxy, say. */
  RedisUrl urlWithPort(int port) {
    return RedisUrl.of(url.uri().toString().replace(":" + url.port(), ":" + port));
  }

  /** A client that isn't ours. */
  Jedis client() {
    var login = url.uri().getUserInfo();
    var config = DefaultJedisClientConfig.builder().clientName("test").autoNegotiateProtocol(false);
    if (login != null) {
      config.password(login.substring(login.indexOf(':') + 1));
    }
    return new Jedis(new HostAndPort(url.host(), url.port()), config.build());
  }
}
