package dev.ledgerload.contract;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/** The contract of caches can be kept: by the simplest of them, handles in a map. */
class SimplestCacheContractTest extends JournalCacheContract {
  @Override
  protected JournalCache open(BufferAllocator allocator) {
    return new MapCache();
  }

  private record Key(LocalDate day, Grain grain) {}

  private static final class MapCache implements JournalCache {
    private final Map<Key, JournalTable> tables = new HashMap<>();
    private boolean closed;

    @Override
    public String strategy() {
      return "map";
    }

    @Override
    public Set<Grain> grains() {
      return EnumSet.allOf(Grain.class);
    }

    @Override
    public synchronized JournalTable load(JournalQuery query) {
      requireOpen();
      var held = tables.get(new Key(query.day(), query.grain()));
      var maxAge = query.maxAge();
      var oldest = maxAge == null ? Instant.MIN : Instant.now().minus(maxAge);
      if (held == null
          || !held.columns().containsAll(query.columns())
          || held.snapshot().asOf().isBefore(oldest)) {
        throw new JournalLoadException(Kind.UNAVAILABLE, strategy(), "doesn't hold " + query.day());
      }
      return held.project(query.columns());
    }

    @Override
    public synchronized boolean put(JournalTable table) {
      requireOpen();
      var key = new Key(table.day(), table.grain());
      var held = tables.get(key);
      if (held != null) {
        var now = table.snapshot();
        boolean wide = table.columns().containsAll(held.columns());
        if (wide ? held.snapshot().isNewerThan(now) : !now.isNewerThan(held.snapshot())) {
          return false;
        }
        held.close();
      }
      tables.put(key, table.share());
      return true;
    }

    @Override
    public synchronized void invalidate(LocalDate day) {
      requireOpen();
      for (var grain : Grain.values()) {
        var held = tables.remove(new Key(day, grain));
        if (held != null) {
          held.close();
        }
      }
    }

    private void requireOpen() {
      if (closed) {
        throw new IllegalStateException("this cache is closed");
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      tables.values().forEach(JournalTable::close);
      tables.clear();
    }
  }
}
