package dev.ledgerload.loader.flight;

import dev.ledgerload.postgres.RowSecurity;
import dev.ledgerload.spi.SourceConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The options that {@link FlightServerProvider} documents, checked. */
record ServerOptions(
    String host,
    int port,
    String from,
    long cacheBytes,
    long sendBytes,
    Duration ttl,
    Duration stallLimit,
    boolean ignoresRowSecurity,
    @Nullable Tls tls,
    @Nullable String token) {

  /** PEM files of a certificate chain and its key. */
  record Tls(Path certificate, Path key) {}

  private static final Pattern BYTES = Pattern.compile("(\\d{1,18})([kmg]?)");
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|)");

  static ServerOptions of(SourceConfig config) {
    config.requireOnlyOptions(
        "flight server",
        "host",
        "port",
        "from",
        "cache-bytes",
        "send-bytes",
        "ttl",
        "stall-limit",
        "tls-certificate",
        "tls-key",
        "token-file",
        "insecure",
        RowSecurity.OPTION);
    var options = config.options();
    var from = options.getOrDefault("from", "copy");
    if (from.equals(FlightSourceProvider.STRATEGY)) {
      throw refused("from", "a strategy that doesn't itself need a Flight server", from);
    }
    var stallLimit = time(options, "stall-limit", "60s");
    if (stallLimit.isZero()) {
      throw refused("stall-limit", "a time more than 0", "0");
    }
    var host = options.getOrDefault("host", "127.0.0.1");
    var tls = tls(options);
    var token = token(options.get("token-file"));
    if (!isInsecureMeant(options)) {
      requireProtected(host, tls, token);
    }
    return new ServerOptions(
        host,
        port(options.getOrDefault("port", "5005")),
        from,
        bytes(options, "cache-bytes", "1g"),
        sendBytes(options),
        time(options, "ttl", "5m"),
        stallLimit,
        RowSecurity.isIgnored("flight server", options),
        tls,
        token);
  }

  private static boolean isInsecureMeant(Map<String, String> options) {
    var text = options.getOrDefault("insecure", "false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused("insecure", "true or false", text);
    };
  }

  /** What other machines reach asks who is there, and encrypts what it says. */
  private static void requireProtected(String host, @Nullable Tls tls, @Nullable String token) {
    if ((tls != null && token != null) || isThisMachineOnly(host)) {
      return;
    }
    List<String> missing = new ArrayList<>();
    if (token == null) {
      missing.add("token-file, without which whoever reaches it can read the journal");
    }
    if (tls == null) {
      missing.add("tls-certificate and tls-key, without which days and tokens travel in the clear");
    }
    throw new IllegalArgumentException(
        "flight server's option host, \"%s\", lets other machines in: set %s; or listen at 127.0.0.1; or set insecure=true if it is meant so"
            .formatted(host, String.join(", and ", missing)));
  }

  private static boolean isThisMachineOnly(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      throw refused("host", "an address of this machine, or a name of one", host);
    }
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // falls to the message below, which says the same of both
    }
    throw refused("port", "a number from 0 to 65535", text);
  }

  /** How much memory all days may take together. */
  long memoryBytes() {
    long bytes = cacheBytes + sendBytes;
    return bytes < 0 ? Long.MAX_VALUE : bytes;
  }

  private static long sendBytes(Map<String, String> options) {
    long bytes = bytes(options, "send-bytes", "1g");
    if (bytes == 0) {
      throw refused("send-bytes", "more than 0, for the days under way", "0");
    }
    return bytes;
  }

  private static long bytes(Map<String, String> options, String name, String usual) {
    var text = options.getOrDefault(name, usual);
    var matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      throw refused(name, "a number of bytes, as 4g, 512m or 1000000", text);
    }
    long unit =
        switch (matcher.group(2)) {
          case "k" -> 1L << 10;
          case "m" -> 1L << 20;
          case "g" -> 1L << 30;
          default -> 1;
        };
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException e) {
      throw refused(name, "less than 8 EiB", text);
    }
  }

  private static Duration time(Map<String, String> options, String name, String usual) {
    var text = options.getOrDefault(name, usual);
    var matcher = TIME.matcher(text);
    if (!matcher.matches() || (matcher.group(2).isEmpty() && !text.equals("0"))) {
      throw refused(name, "a time, as 500ms, 30s, 5m, 1h or 0", text);
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofSeconds(count);
    };
  }

  private static @Nullable Tls tls(Map<String, String> options) {
    var certificate = options.get("tls-certificate");
    var key = options.get("tls-key");
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new IllegalArgumentException(
          "flight server's options tls-certificate and tls-key go together");
    }
    return new Tls(readable("tls-certificate", certificate), readable("tls-key", key));
  }

  private static Path readable(String option, String file) {
    var path = Path.of(file);
    if (!Files.isReadable(path)) {
      throw refused(option, "a file that can be read", file);
    }
    return path;
  }

  private static @Nullable String token(@Nullable String file) {
    if (file == null) {
      return null;
    }
    try {
      var token = Files.readString(readable("token-file", file)).strip();
      if (!token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
        return token;
      }
    } catch (IOException e) {
      // falls to the message below: what is in the file is told to nobody
    }
    throw refused("token-file", "a file with one token of printable ASCII", file);
  }

  private static IllegalArgumentException refused(String option, String allowed, String text) {
    return new IllegalArgumentException(
        "flight server's option %s must be %s, not \"%s\"".formatted(option, allowed, text));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ServerOptions[%s:%d from %s]".formatted(host, port, from);
  }
}
