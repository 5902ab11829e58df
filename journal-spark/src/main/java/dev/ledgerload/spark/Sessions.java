package dev.ledgerload.spark;

import dev.ledgerload.postgres.PostgresSession;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a JVM's tasks and plans. To connect takes as long as to read a small day, so a
 * session is kept for a moment for the next task of the same query. Thread-safe.
 */
final class Sessions {
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final Map<String, Semaphore> LIMITS = new ConcurrentHashMap<>();
  private static final Semaphore UNLIMITED = new Semaphore(Integer.MAX_VALUE);
  private static final Map<Key, List<Idle>> IDLE = new HashMap<>();
  private static @Nullable Thread closer;

  private Sessions() {}

  /**
   * What a session is for.
   *
   * @param who as the database knows it
   */
  private record Key(String jdbcUrl, String who) {}

  private record Idle(PostgresSession session, long sinceNanos) {}

  /** A session that is somebody's until this is closed. */
  static final class Borrowed implements AutoCloseable {
    private final Key key;
    private final PostgresSession session;
    private final Semaphore permits;
    private final boolean isKept;

    private Borrowed(Key key, PostgresSession session, Semaphore permits, boolean isKept) {
      this.key = key;
      this.session = session;
      this.permits = permits;
      this.isKept = isKept;
    }

    PostgresSession session() {
      return session;
    }

    @Override
    public void close() {
      try {
        if (isKept) {
          keep(key, session);
        } else {
          session.close();
        }
      } finally {
        permits.release();
      }
    }
  }

  /**
   * Gives a session, connected or not; waits where there are as many as there may be.
   *
   * @param who what the database is to know it by, behind {@code ledgerload-}
   */
  static Borrowed borrow(JournalRead read, String who) {
    int most = read.connections();
    var permits =
        most == 0
            ? UNLIMITED
            : LIMITS.computeIfAbsent(
                most + " of " + read.jdbcUrl(), key -> new Semaphore(most, true));
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(
          new InterruptedIOException("interrupted while it waited for a connection"));
    }
    var key = new Key(read.jdbcUrl(), who);
    var idle = take(key);
    // where they are counted, one that is kept for another query would be one too many
    return new Borrowed(key, idle == null ? read.session(who) : idle, permits, most == 0);
  }

  private static @Nullable PostgresSession take(Key key) {
    synchronized (IDLE) {
      var sessions = IDLE.get(key);
      return sessions == null || sessions.isEmpty()
          ? null
          : sessions.remove(sessions.size() - 1).session();
    }
  }

  private static void keep(Key key, PostgresSession session) {
    synchronized (IDLE) {
      IDLE.computeIfAbsent(key, some -> new ArrayList<>())
          .add(new Idle(session, System.nanoTime()));
      if (closer == null) {
        var thread = new Thread(Sessions::closeIdle, "ledgerload-sessions");
        thread.setDaemon(true);
        thread.start();
        closer = thread;
      }
    }
  }

  /** Closes what was kept for long enough, until nothing is left. */
  private static void closeIdle() {
    while (true) {
      List<PostgresSession> old;
      synchronized (IDLE) {
        old = removeOld();
        if (old.isEmpty() && IDLE.isEmpty()) {
          closer = null;
          return;
        }
      }
      old.forEach(PostgresSession::close);
      try {
        TimeUnit.NANOSECONDS.sleep(KEPT_NANOS / 4);
      } catch (InterruptedException e) {
        // nobody means this thread: it goes on
      }
    }
  }

  private static List<PostgresSession> removeOld() {
    List<PostgresSession> old = new ArrayList<>();
    long now = System.nanoTime();
    for (Iterator<List<Idle>> all = IDLE.values().iterator(); all.hasNext(); ) {
      var sessions = all.next();
      sessions.removeIf(idle -> now - idle.sinceNanos() >= KEPT_NANOS && old.add(idle.session()));
      if (sessions.isEmpty()) {
        all.remove();
      }
    }
    return old;
  }
}
