package dev.ledgerload.harness.setup;

import dev.ledgerload.harness.setup.Target.Companions;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Leads the clients of a target's servers there by other ways. Servers that insist on encryption
 * are reached as before: what they send can't be read on the way, and their certificates name
 * another host. So are those that have several addresses, or one that isn't of TCP.
 */
public final class Detour {
  private static final Pattern ONE_HOST =
      Pattern.compile("(jdbc:postgresql://)([^/?,:\\[\\]]+)(?::(\\d+))?(?=[/?]|$)");
  private static final Pattern ENCRYPTED = Pattern.compile("[?&]sslmode=(require|verify)");
  private static final int POSTGRES_PORT = 5432;
  private static final int REDIS_PORT = 6379;
  private static final String HERE = "127.0.0.1";

  private final Ways ways;

  /** Opens ways to servers; each gives the port of the loopback interface that it begins at. */
  public interface Ways {
    /** To a PostgreSQL. */
    int toPostgres(String host, int port) throws IOException;

    /** To a Redis. */
    int toRedis(String host, int port) throws IOException;

    /** To a strategy's server. */
    int toServer(String host, int port) throws IOException;
  }

  private Detour(Ways ways) {
    this.ways = ways;
  }

  /**
   * The same target behind other addresses.
   *
   * @throws IOException as the ways do
   */
  public static Target of(Target target, Ways ways) throws IOException {
    var detour = new Detour(ways);
    var companions = target.companions();
    Map<String, String> servers = new TreeMap<>();
    for (var server : companions.servers().entrySet()) {
      servers.put(server.getKey(), detour.toServer(server.getValue()));
    }
    return target
        .with(detour.toPostgres(target.jdbcUrl()))
        .with(new Companions(companions.tables(), detour.toRedis(companions.redis()), servers));
  }

  private String toPostgres(String jdbcUrl) throws IOException {
    Matcher host = ONE_HOST.matcher(jdbcUrl);
    if (!host.lookingAt() || ENCRYPTED.matcher(jdbcUrl).find()) {
      return jdbcUrl;
    }
    int port = host.group(3) == null ? POSTGRES_PORT : Integer.parseInt(host.group(3));
    int way = ways.toPostgres(host.group(2), port);
    return host.group(1) + HERE + ":" + way + jdbcUrl.substring(host.end());
  }

  private @Nullable String toRedis(@Nullable String url) throws IOException {
    if (url == null || !url.startsWith("redis://")) {
      return url;
    }
    var uri = URI.create(url);
    int port = uri.getPort() < 0 ? REDIS_PORT : uri.getPort();
    return at(uri, ways.toRedis(uri.getHost(), port));
  }

  private String toServer(String url) throws IOException {
    var uri = URI.create(url);
    if (uri.getHost() == null || uri.getPort() < 0 || uri.getScheme().contains("tls")) {
      return url;
    }
    return at(uri, ways.toServer(uri.getHost(), uri.getPort()));
  }

  private static String at(URI uri, int port) {
    String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
    String rest = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return "%s://%s%s:%d%s%s".formatted(uri.getScheme(), user, HERE, port, uri.getRawPath(), rest);
  }
}
