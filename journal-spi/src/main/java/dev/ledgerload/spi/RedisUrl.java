package dev.ledgerload.spi;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The address of a Redis, credentials included; {@code rediss} for TLS. Its {@link #toString()} and
 * {@link #redacted()} show it without user and password, so it is safe in a message.
 *
 * @param uri as {@code redis://user:password@host:6379} or {@code rediss://host}
 */
public record RedisUrl(URI uri) {
  private static final int DEFAULT_PORT = 6379;

  /**
   * @throws IllegalArgumentException if it isn't the URL of a Redis
   */
  public RedisUrl {
    if (!("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
        || uri.getHost() == null) {
      throw new IllegalArgumentException(ALLOWED);
    }
  }

  private static final String ALLOWED =
      "a Redis URL must look like redis://host:6379, redis://user:password@host:6379 or, for TLS,"
          + " rediss://host:6379; write %40 for an @ in the password";

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if it isn't the URL of a Redis; the message doesn't repeat it
   */
  public static RedisUrl of(String text) {
    try {
      return new RedisUrl(new URI(text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(ALLOWED); // not the cause: it holds the text
    }
  }

  public String host() {
    return uri.getHost();
  }

  public int port() {
    return uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
  }

  /** The URL's scheme, host and port. */
  public String redacted() {
    return "%s://%s:%d".formatted(uri.getScheme(), host(), port());
  }

  @Override
  public String toString() {
    return redacted();
  }
}
