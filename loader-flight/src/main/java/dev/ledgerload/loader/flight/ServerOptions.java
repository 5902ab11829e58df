package dev.ledgerload.loader.flight;

import dev.ledgerload.postgres.RowSecurity;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
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

  private static final long GIB = 1L << 30;

  private static final OptionType<String> FROM =
      OptionType.of(
          "a strategy that doesn't itself need a Flight server",
          name -> name,
          name -> !name.equals(FlightSourceProvider.STRATEGY));

  private static final OptionType<Duration> TTL =
      OptionType.duration("of zero or more", ttl -> !ttl.isNegative());

  private static final OptionType<Path> FILE =
      OptionType.of("a file that can be read", Path::of, Files::isReadable);

  private static final OptionType<String> TOKEN_FILE =
      OptionType.of(
          "a file that can be read, with one token of printable ASCII",
          ServerOptions::token,
          token -> !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7F));

  static ServerOptions of(SourceConfig config) {
    var options = Options.of("flight server", config.options());
    boolean insecure = options.get("insecure", OptionType.BOOL, false);
    var host = options.get("host");
    var read =
        new ServerOptions(
            host == null ? "127.0.0.1" : host,
            options.get("port", OptionType.number(0, 65_535), 5005),
            options.get("from", FROM, "copy"),
            options.get("cache-bytes", OptionType.bytes(0), GIB),
            options.get("send-bytes", OptionType.bytes(1), GIB),
            options.get("ttl", TTL, Duration.ofMinutes(5)),
            options.get("stall-limit", OptionType.DURATION, Duration.ofMinutes(1)),
            RowSecurity.isIgnored(options),
            tls(options),
            options.get("token-file", TOKEN_FILE));
    options.requireValid();
    if (!insecure) {
      read.requireProtected();
    }
    return read;
  }

  /** What other machines reach asks who is there, and encrypts what it says. */
  private void requireProtected() {
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
      throw new IllegalArgumentException(
          "flight server's option host must be an address of this machine, or a name of one, not \"%s\""
              .formatted(host),
          e);
    }
  }

  /** How much memory all days may take together. */
  long memoryBytes() {
    long bytes = cacheBytes + sendBytes;
    return bytes < 0 ? Long.MAX_VALUE : bytes;
  }

  private static @Nullable Tls tls(Options options) {
    options.require(
        (options.get("tls-certificate") == null) == (options.get("tls-key") == null),
        "flight server's options tls-certificate and tls-key go together");
    var certificate = options.get("tls-certificate", FILE);
    var key = options.get("tls-key", FILE);
    return certificate == null || key == null ? null : new Tls(certificate, key);
  }

  /** What is in the file is told to nobody. */
  private static String token(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ServerOptions[%s:%d from %s]".formatted(host, port, from);
  }
}
