package dev.ledgerload.testbed;

import java.net.URI;
import java.net.URISyntaxException;

/** Redis addresses: {@code redis://user:password@host:port}. */
final class RedisUrl {
  private RedisUrl() {}

  static URI parse(String text) {
    try {
      var uri = new URI(text);
      if ("redis".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below, without the text: it may hold a password
    }
    throw new TestbedException(
        "LEDGERLOAD_REDIS_URL must look like redis://user:password@host:6379 or redis://host:6379");
  }

  static URI of(String host, int port, String password) {
    return URI.create("redis://default:%s@%s:%d".formatted(password, host, port));
  }

  static String redacted(URI uri) {
    return "redis://%s:%d".formatted(uri.getHost(), port(uri));
  }

  static int port(URI uri) {
    return uri.getPort() < 0 ? 6379 : uri.getPort();
  }
}
