package dev.ledgerload.loader.flight;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalServer;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens a server that keeps nothing and a client of it, as one source. */
final class ServedSourceProvider implements JournalSourceProvider {
  private final FlightSourceProvider provider = new FlightSourceProvider();

  @Override
  public String strategy() {
    return provider.strategy();
  }

  @Override
  public List<Variant> variants() {
    return provider.variants();
  }

  @Override
  public JournalSource open(SourceConfig config) {
    var source = new ServedSource(config);
    try {
      source.connect();
    } catch (JournalLoadException e) {
      if (e.kind() != UNSUPPORTED) {
        throw e;
      }
      // no server starts where the journal isn't there yet: the source's loads try again
    }
    return source;
  }

  private final class ServedSource implements JournalSource {
    private final SourceConfig config;
    private @Nullable JournalServer server;
    private @Nullable JournalSource client;

    ServedSource(SourceConfig config) {
      this.config = config;
    }

    JournalSource connect() {
      if (client != null) {
        return client;
      }
      var rowSecurity = config.schema().isQuery() ? "ignore" : "refuse"; // which it can't look for
      var started =
          new FlightServerProvider()
              .start(
                  config.withOptions(
                      Map.of("port", "0", "ttl", "0", "row-level-security", rowSecurity)));
      server = started;
      try {
        Map<String, String> options = new HashMap<>(config.options());
        options.put("url", started.url());
        client = provider.open(config.withOptions(options));
        return client;
      } catch (RuntimeException e) {
        started.close();
        throw e;
      }
    }

    @Override
    public String strategy() {
      return provider.strategy();
    }

    @Override
    public Set<Grain> grains() {
      return client == null ? Set.of(Grain.ENTRY) : client.grains();
    }

    @Override
    public JournalTable load(JournalQuery query) {
      return connect().load(query);
    }

    @Override
    public void close() {
      if (client != null) {
        client.close();
      }
      if (server != null) {
        server.close();
      }
    }
  }
}
