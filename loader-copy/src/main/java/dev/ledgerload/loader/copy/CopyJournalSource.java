package dev.ledgerload.loader.copy;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.JournalShape;
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
import org.jspecify.annotations.Nullable;

/** Loads entries by COPY, over one connection or several. */
final class CopyJournalSource implements JournalSource {
  private final List<PostgresSession> sessions;
  private final StreamCount streams;
  private final SourceConfig config;
  private final NumericShape untyped;
  private @Nullable JournalShape lastShape;

  private CopyJournalSource(
      List<PostgresSession> sessions,
      StreamCount streams,
      SourceConfig config,
      NumericShape untyped) {
    this.sessions = sessions;
    this.streams = streams;
    this.config = config;
    this.untyped = untyped;
  }

  /** Connects; the connections of streams that may never be needed are made when they are. */
  static CopyJournalSource open(SourceConfig config, StreamCount streams, NumericShape untyped) {
    List<PostgresSession> sessions = new ArrayList<>();
    try {
      for (int i = 0; i < streams.most(); i++) {
        boolean isNeeded = i == 0 || !streams.isAuto();
        sessions.add(session(config, isNeeded));
      }
    } catch (JournalLoadException e) {
      sessions.forEach(PostgresSession::close);
      throw e;
    }
    return new CopyJournalSource(List.copyOf(sessions), streams, config, untyped);
  }

  private static PostgresSession session(SourceConfig config, boolean isNeeded) {
    var strategy = CopySourceProvider.STRATEGY;
    return isNeeded
        ? PostgresSession.open(strategy, config.database(), Map.of())
        : PostgresSession.unopened(strategy, config.database(), Map.of());
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
    var load = new CopyLoad(sessions, streams, config, untyped, query, lastShape);
    try {
      return load.run();
    } finally {
      lastShape = load.lastShape();
    }
  }

  @Override
  public void close() {
    sessions.forEach(PostgresSession::close);
  }
}
