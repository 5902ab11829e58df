package dev.ledgerload.harness;

import dev.ledgerload.spi.JournalServerProvider;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledgerload serve-flight}. */
@Command(
    name = "serve-flight",
    description = {
      "Serves days to other processes over Arrow Flight, from memory once they are loaded.",
      "Prints its URL when it answers; ends on Ctrl-C or SIGTERM, after the calls under way."
    },
    mixinStandardHelpOptions = true)
final class ServeFlightCommand implements Callable<Integer> {
  private static final String STRATEGY = "flight";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--postgres-url",
      defaultValue = "${env:LEDGERLOAD_POSTGRES_URL}",
      description =
          "The database, a JDBC URL (default: the environment's LEDGERLOAD_POSTGRES_URL).")
  private @Nullable String postgresUrl;

  @Mixin private JournalOptions journal = new JournalOptions();

  @Option(names = "--host", description = "Listen at this address (default: 127.0.0.1).")
  private @Nullable String host;

  @Option(names = "--port", description = "Listen at this port; 0 for any (default: 5005).")
  private @Nullable String port;

  @Option(names = "--from", description = "The strategy to load days by (default: copy).")
  private @Nullable String from;

  @Option(names = "--cache-bytes", description = "Memory for days, as 4g (default: 1g).")
  private @Nullable String cacheBytes;

  @Option(
      names = "--send-bytes",
      description = "Memory beyond that for days being loaded and sent (default: 1g).")
  private @Nullable String sendBytes;

  @Option(names = "--ttl", description = "How long a day is kept, as 1h; 0 for not (default: 5m).")
  private @Nullable String ttl;

  @Option(
      names = "--stall-limit",
      description = "Cut a client that takes nothing for so long (default: 60s).")
  private @Nullable String stallLimit;

  @Option(names = "--tls-certificate", description = "A PEM file, to serve over TLS.")
  private @Nullable String tlsCertificate;

  @Option(names = "--tls-key", description = "The certificate's key, a PEM file of PKCS#8.")
  private @Nullable String tlsKey;

  @Option(names = "--token-file", description = "A file with the token that clients must bring.")
  private @Nullable String tokenFile;

  @Option(
      names = "--insecure",
      description = "Let other machines in without a token or TLS; --host says which.")
  private boolean insecure;

  @Override
  public Integer call() throws InterruptedException {
    if (postgresUrl == null || postgresUrl.isEmpty()) {
      throw new IllegalArgumentException(
          "name the database: --postgres-url, or LEDGERLOAD_POSTGRES_URL in the environment");
    }
    try (var allocator = new RootAllocator();
        var server =
            provider()
                .start(
                    SourceConfig.of(new PostgresUrl(postgresUrl), allocator)
                        .withLayout(journal.layout())
                        .withOptions(options()))) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "serve-flight stop"));
      var out = spec.commandLine().getOut();
      out.println("serving " + journal.layout().table() + " at " + server.url());
      out.flush();
      server.awaitEnd();
      return 0;
    }
  }

  private static JournalServerProvider provider() {
    return ServiceLoader.load(JournalServerProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.strategy().equals(STRATEGY))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no server of flight is on the class path"));
  }

  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    put(options, "host", host);
    put(options, "port", port);
    put(options, "from", from);
    put(options, "cache-bytes", cacheBytes);
    put(options, "send-bytes", sendBytes);
    put(options, "ttl", ttl);
    put(options, "stall-limit", stallLimit);
    put(options, "tls-certificate", tlsCertificate);
    put(options, "tls-key", tlsKey);
    put(options, "token-file", tokenFile);
    put(options, "insecure", Boolean.toString(insecure));
    return options;
  }

  private static void put(Map<String, String> options, String name, @Nullable String value) {
    if (value != null) {
      options.put(name, value);
    }
  }
}
