package dev.ledgerload.loader.flight;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;

/** Loads days from a Flight server. */
final class FlightJournalSource implements CachingJournalSource {
  /*
   * Whoever uses the connection holds the lock's reading side. close() takes the writing one after
   * it has ended the calls under way: so it waits until their threads have given their memory back.
   */
  private final ServerConnection server;
  private final BufferAllocator allocator;
  private final Set<Grain> grains;
  private final JournalSchema schema;
  private final ServedName journal;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closed;

  private FlightJournalSource(
      ServerConnection server,
      BufferAllocator allocator,
      Set<Grain> grains,
      JournalSchema schema,
      ServedName journal) {
    this.server = server;
    this.allocator = allocator;
    this.grains = grains;
    this.schema = schema;
    this.journal = journal;
  }

  static FlightJournalSource open(SourceConfig config, ClientOptions options) {
    var server = new ServerConnection(options);
    try {
      var journal = ServedName.of(config.schema());
      var health = server.health(journal);
      return new FlightJournalSource(
          server, config.allocator(), health.grains(), config.schema(), journal);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public String strategy() {
    return FlightSourceProvider.STRATEGY;
  }

  @Override
  public Set<Grain> grains() {
    return grains;
  }

  @Override
  public JournalTable load(JournalQuery query) {
    return whileOpen(
        () -> {
          if (!grains.contains(query.grain())) {
            throw Failures.load(
                UNSUPPORTED, server.toString(), "has no grain " + query.grain(), null);
          }
          return server.load(query, schema, journal, allocator);
        });
  }

  @Override
  public void invalidate(LocalDate day) {
    whileOpen(
        () -> {
          server.invalidate(day);
          return day;
        });
  }

  private <T> T whileOpen(Supplier<T> work) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("this source is closed");
      }
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    server.endCalls();
    lock.writeLock().lock();
    try {
      server.close();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
