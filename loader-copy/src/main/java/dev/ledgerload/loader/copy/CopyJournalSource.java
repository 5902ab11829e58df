package dev.ledgerload.loader.copy;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Loads entries by COPY, over one connection or several. */
final class CopyJournalSource implements JournalSource {
  private final List<PostgresSession> sessions;
  private final SourceConfig config;
  private final NumericShape untyped;

  private CopyJournalSource(
      List<PostgresSession> sessions, SourceConfig config, NumericShape untyped) {
    this.sessions = sessions;
    this.config = config;
    this.untyped = untyped;
  }

  static CopyJournalSource open(SourceConfig config, int streams, NumericShape untyped) {
    List<PostgresSession> sessions = new ArrayList<>();
    try {
      for (int i = 0; i < streams; i++) {
        sessions.add(
            PostgresSession.open(CopySourceProvider.STRATEGY, config.database(), Map.of()));
      }
    } catch (JournalLoadException e) {
      sessions.forEach(PostgresSession::close);
      throw e;
    }
    return new CopyJournalSource(List.copyOf(sessions), config, untyped);
  }

  @Override
  public String strategy() {
    return CopySourceProvider.STRATEGY;
  }

  @Override
  public Set<Grain> grains() {
    return Set.of(Grain.ENTRY);
  }

  @Override
  public JournalTable load(JournalQuery query) {
    if (!grains().contains(query.grain())) {
      throw new JournalLoadException(
          UNSUPPORTED, strategy(), "has grain ENTRY only, not " + query.grain());
    }
    return new CopyLoad(sessions, config, untyped, query).run();
  }

  @Override
  public void close() {
    sessions.forEach(PostgresSession::close);
  }
}
