package dev.ledgerload.loader.redis;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.spi.RedisUrl;
import java.io.IOException;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The connections to a Redis, one for each piece of work under way. Thread-safe. */
final class RedisConnections implements AutoCloseable {
  /*
   * Why not the client library's pool and its cluster client: there a timeout bounds one read, and
   * is the same for all. Here a piece of work has a deadline, and when it passes the connection is
   * closed under whatever waits on it: connecting, the handshake, logging in, or a server that
   * sends a byte a second. One thread does that for all.
   *
   * Of a cluster nothing is known in advance. A node that doesn't have a day's slot says who has
   * (MOVED), and that is remembered. If a node so learned can't be reached, it is forgotten, and the
   * node of the URL is asked again.
   *
   * A connection that lay idle may have been ended by the server. Its first failure, if nothing was
   * answered yet, is no failure: the work is begun again on a new one.
   */
  private static final int MAX_IDLE = 16; // for each node; more callers than that connect anew
  private static final int MAX_REDIRECTIONS = 5;

  /** What to do with a connection. */
  interface Work<T> {
    T on(RedisConnection connection) throws IOException;
  }

  private final HostAndPort named;
  private final boolean encrypted;
  private final JedisClientConfig config;
  private final Map<Integer, HostAndPort> movedSlots = new ConcurrentHashMap<>();
  private final Map<HostAndPort, Deque<RedisConnection>> idle = new ConcurrentHashMap<>();
  private final Set<ChannelSocketFactory> open = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor alarm;
  private volatile boolean closed;

  RedisConnections(RedisUrl url) {
    named = new HostAndPort(url.host(), url.port());
    encrypted = "rediss".equals(url.uri().getScheme());
    config = config(url);
    alarm = new ScheduledThreadPoolExecutor(1, RedisConnections::daemon);
    alarm.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "ledgerload-redis-deadlines");
    thread.setDaemon(true);
    return thread;
  }

  private static JedisClientConfig config(RedisUrl url) {
    var builder =
        DefaultJedisClientConfig.builder()
            .autoNegotiateProtocol(false)
            .clientName("ledgerload")
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .timeoutMillis(0) // the deadline bounds everything
            .database(database(url));
    var login = url.uri().getUserInfo();
    if (login != null) {
      int colon = login.indexOf(':');
      builder.user(colon <= 0 ? null : login.substring(0, colon));
      builder.password(login.substring(colon + 1));
    }
    return builder.build();
  }

  private static int database(RedisUrl url) {
    var path = url.uri().getPath();
    if (path == null || path.isEmpty() || path.equals("/")) {
      return 0;
    }
    if (!path.matches("/[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "what follows the host in a Redis URL must be the number of a database, as in"
              + " redis://localhost:6379/2");
    }
    return Integer.parseInt(path.substring(1));
  }

  /**
   * Does some work on a connection to the node that has a key.
   *
   * @throws IllegalStateException if this is closed
   */
  <T> T run(String key, Deadline deadline, Work<T> work) throws IOException {
    int slot = JedisClusterCRC16.getSlot(key);
    for (int redirections = 0; ; redirections++) {
      var node = movedSlots.getOrDefault(slot, named);
      try {
        return runAt(node, deadline, work);
      } catch (JedisMovedDataException e) {
        if (redirections == MAX_REDIRECTIONS) {
          throw e;
        }
        movedSlots.put(slot, reachable(e.getTargetNode()));
      } catch (JedisConnectionException | IOException e) {
        boolean learned = movedSlots.values().removeIf(node::equals);
        if (!learned || redirections == MAX_REDIRECTIONS || isHopeless(deadline)) {
          throw e;
        }
      }
    }
  }

  /** A node that doesn't know its own host is at the one we asked. */
  private HostAndPort reachable(HostAndPort node) {
    return node.getHost().isEmpty() ? new HostAndPort(named.getHost(), node.getPort()) : node;
  }

  private boolean isHopeless(Deadline deadline) {
    return closed || deadline.isPast() || Thread.currentThread().isInterrupted();
  }

  private <T> T runAt(HostAndPort node, Deadline deadline, Work<T> work) throws IOException {
    var reused = idleAt(node).poll();
    if (reused != null) {
      try {
        return use(reused, deadline, work);
      } catch (JedisConnectionException | IOException e) {
        if (reused.hasAnswered() || isHopeless(deadline)) {
          throw e;
        }
        drop(idleAt(node)); // what ended this one will have ended the others
      }
    }
    return use(connect(node, deadline), deadline, work);
  }

  private Deque<RedisConnection> idleAt(HostAndPort node) {
    return idle.computeIfAbsent(node, any -> new ConcurrentLinkedDeque<>());
  }

  private RedisConnection connect(HostAndPort node, Deadline deadline) throws IOException {
    var socket = new ChannelSocketFactory(node, encrypted, deadline);
    open.add(socket);
    boolean connected = false;
    var atDeadline = alarm(socket::abort, deadline);
    try {
      var connection = new RedisConnection(socket, node, config);
      connected = true;
      return connection;
    } finally {
      atDeadline.cancel();
      if (!connected || closed) {
        forget(socket);
      }
    }
  }

  private <T> T use(RedisConnection connection, Deadline deadline, Work<T> work)
      throws IOException {
    connection.reset();
    boolean clean = false;
    var atDeadline = alarm(connection::abort, deadline);
    try {
      T result = work.on(connection);
      clean = true;
      return result;
    } catch (MissException e) {
      clean = true;
      throw e;
    } finally {
      boolean inTime = atDeadline.cancel();
      var others = idleAt(connection.node());
      if (clean && inTime && !closed && others.size() < MAX_IDLE) {
        others.push(connection);
      } else {
        forget(connection.socket());
      }
      if (closed) {
        drop(others); // close() may have looked before this one came back
      }
    }
  }

  private interface Alarm {
    /** Whether it was in time. */
    boolean cancel();
  }

  private Alarm alarm(Runnable abort, Deadline deadline) {
    requireOpen();
    var task = alarm.schedule(abort, deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    return () -> task.cancel(false);
  }

  private void drop(Deque<RedisConnection> connections) {
    for (@Nullable RedisConnection connection = connections.poll();
        connection != null;
        connection = connections.poll()) {
      forget(connection.socket());
    }
  }

  private void forget(ChannelSocketFactory socket) {
    socket.abort();
    open.remove(socket);
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this redis source is closed");
    }
  }

  /** Ends all connections, also those at work. Idempotent. */
  @Override
  public void close() {
    closed = true;
    alarm.shutdownNow();
    open.forEach(ChannelSocketFactory::abort);
    open.clear();
    idle.values().forEach(this::drop);
  }
}
