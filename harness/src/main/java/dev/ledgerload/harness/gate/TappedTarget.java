package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.harness.setup.Target.Companions;
import dev.ledgerload.harness.setup.TargetFiles;
import dev.ledgerload.harness.wire.WireCounter;
import dev.ledgerload.reports.gate.WireCount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A target whose servers are reached by a {@link WireCounter}. Servers that insist on encryption
 * are reached as before, and not counted: what they send can't be read on the way, and their
 * certificates name another host.
 */
final class TappedTarget implements AutoCloseable {
  private static final Pattern ONE_HOST =
      Pattern.compile("(jdbc:postgresql://)([^/?,:\\[\\]]+)(?::(\\d+))?(?=[/?]|$)");
  private static final Pattern ENCRYPTED = Pattern.compile("[?&]sslmode=(require|verify)");
  private static final int POSTGRES_PORT = 5432;
  private static final int REDIS_PORT = 6379;
  private static final String HERE = "127.0.0.1";

  private final WireCounter counter = new WireCounter();
  private final TargetFiles files;
  private boolean isPostgresTapped;

  TappedTarget(Target target) throws IOException {
    try {
      files = new TargetFiles(Map.of(0, tapped(target)));
    } catch (IOException | RuntimeException e) {
      counter.close();
      throw e;
    }
  }

  /** The file for a trial. */
  Path file() {
    return files.of(0);
  }

  /** What went over the wire since the last call; waits for the end of what is under way. */
  WireCount take() {
    var count = counter.take();
    return isPostgresTapped ? count : new WireCount(WireCount.UNKNOWN, count.bytes());
  }

  private Target tapped(Target target) throws IOException {
    var companions = target.companions();
    Map<String, String> servers = new TreeMap<>();
    for (var server : companions.servers().entrySet()) {
      servers.put(server.getKey(), tappedServer(server.getValue()));
    }
    return new Target(
        tappedPostgres(target.jdbcUrl()),
        target.table(),
        target.columnNames(),
        target.day(),
        target.answers(),
        target.totals(),
        new Companions(companions.tables(), tappedRedis(companions.redis()), servers),
        target.untypedNumeric(),
        target.journal());
  }

  private String tappedPostgres(String jdbcUrl) throws IOException {
    Matcher host = ONE_HOST.matcher(jdbcUrl);
    if (!host.lookingAt() || ENCRYPTED.matcher(jdbcUrl).find()) {
      return jdbcUrl;
    }
    int port = host.group(3) == null ? POSTGRES_PORT : Integer.parseInt(host.group(3));
    int tap = counter.toPostgres(host.group(2), port);
    isPostgresTapped = true;
    return host.group(1) + HERE + ":" + tap + jdbcUrl.substring(host.end());
  }

  private @Nullable String tappedRedis(@Nullable String url) throws IOException {
    if (url == null || !url.startsWith("redis://")) {
      return url;
    }
    var uri = URI.create(url);
    int port = uri.getPort() < 0 ? REDIS_PORT : uri.getPort();
    return at(uri, counter.toRedis(uri.getHost(), port));
  }

  private String tappedServer(String url) throws IOException {
    var uri = URI.create(url);
    if (uri.getHost() == null || uri.getPort() < 0 || uri.getScheme().contains("tls")) {
      return url;
    }
    return at(uri, counter.toAny(uri.getHost(), uri.getPort()));
  }

  private static String at(URI uri, int port) {
    String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
    String rest = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return "%s://%s%s:%d%s%s".formatted(uri.getScheme(), user, HERE, port, uri.getRawPath(), rest);
  }

  @Override
  public void close() {
    counter.close();
    files.close();
  }
}
