package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.Grain;
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
    var server =
        new FlightServerProvider().start(config.withOptions(Map.of("port", "0", "ttl", "0")));
    try {
      Map<String, String> options = new HashMap<>(config.options());
      options.put("url", server.url());
      return new ServedSource(server, provider.open(config.withOptions(options)));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private record ServedSource(JournalServer server, JournalSource client) implements JournalSource {
    @Override
    public String strategy() {
      return client.strategy();
    }

    @Override
    public Set<Grain> grains() {
      return client.grains();
    }

    @Override
    public JournalTable load(JournalQuery query) {
      return client.load(query);
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }
}
