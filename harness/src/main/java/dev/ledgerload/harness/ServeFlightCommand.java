package dev.ledgerload.harness;

import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalServer;
import dev.ledgerload.spi.JournalServerProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
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
  private static final Duration CHECK_LIMIT = Duration.ofMinutes(1);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PostgresUrlOption postgres = new PostgresUrlOption();

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

  @Option(
      names = "--row-level-security",
      description = {
        "refuse (default): serve no journal that shows each login other rows.",
        "ignore: give everybody the rows of this server's user."
      })
  private @Nullable String rowLevelSecurity;

  @Override
  public Integer call() throws InterruptedException {
    var schema = journal.schema();
    try (var allocator = new RootAllocator();
        var server = start(postgres.url(), schema, allocator)) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "serve-flight stop"));
      var out = spec.commandLine().getOut();
      out.println("serving " + JournalOptions.nameOf(schema) + " at " + server.url());
      out.flush();
      server.awaitEnd();
      return 0;
    }
  }

  private JournalServer start(PostgresUrl url, JournalSchema schema, BufferAllocator allocator) {
    var config = SourceConfig.of(url, allocator).withSchema(schema);
    requireJournal(config);
    return provider().start(config.withOptions(options()));
  }

  /** Or it would serve errors, for the day that nobody looked at. */
  private void requireJournal(SourceConfig config) {
    var schema = config.schema();
    var columns = List.copyOf(schema.columns());
    try (var source = JournalSources.provider(from == null ? "copy" : from).open(config);
        var session = PostgresSession.open(STRATEGY, config.database(), Map.of())) {
      session.inSnapshot(
          null,
          Deadline.after(CHECK_LIMIT),
          () -> "looking at " + JournalOptions.nameOf(schema),
          snapshot -> {
            if (source.grains().contains(Grain.ENTRY)) {
              snapshot.describe(STRATEGY, schema, columns, NumericShape.DEFAULT);
            }
            return execute(snapshot.connection(), "SELECT FROM " + schema.fromSql() + " LIMIT 0");
          });
    }
  }

  /** For what only a statement that is executed shows: that this user may read. */
  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private static JournalServerProvider provider() {
    return Strategies.server(STRATEGY)
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
    put(options, "row-level-security", rowLevelSecurity);
    put(options, "insecure", Boolean.toString(insecure));
    return options;
  }

  private static void put(Map<String, String> options, String name, @Nullable String value) {
    if (value != null) {
      options.put(name, value);
    }
  }
}
