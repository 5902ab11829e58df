package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.SourceConfig;
import java.util.List;
import java.util.Map;

/**
 * The strategy {@code flight}: days from an Arrow Flight server ({@link FlightServerProvider}),
 * which keeps them in memory. The database is the server's: the configuration's isn't used, and
 * what its user would be shown there doesn't matter. The configuration's schema must be that which
 * the server serves by, the table named with the schema that the server finds it in, unless that is
 * {@code public}. If the server's is another, opening the source or loading fails.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code url}, required: the server, as {@code grpc://host:5005} or, for TLS, {@code
 *       grpc+tls://host:5005}.
 *   <li>{@code token}: what the server asks for, if it asks for one. Sent as it is unless the URL
 *       says TLS.
 *   <li>{@code trust-certificate}: a PEM file of the certificates to trust; by default those that
 *       the JDK trusts. Only with TLS.
 *   <li>{@code compression}: {@code auto}, the default, has the server compress what it sends while
 *       the line to this machine is slower than LZ4, which it measures; {@code lz4} always, {@code
 *       none} never.
 * </ul>
 */
public final class FlightSourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "flight";

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("one-stream", Map.of(), "Arrow Flight, the day in its memory"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    return FlightJournalSource.open(config, ClientOptions.of(config));
  }
}
