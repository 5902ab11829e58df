package dev.ledgerload.loader.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** A connection to one node, with the few commands that are needed. Confined to one thread. */
final class RedisConnection extends Connection {
  private final ChannelSocketFactory socket;
  private final HostAndPort node;
  private final BulkReplies bulkReplies;
  private boolean answered;

  /** Connects, encrypts, logs in and selects the database. */
  RedisConnection(ChannelSocketFactory socket, HostAndPort node, JedisClientConfig config) {
    super(socket, config);
    this.socket = socket;
    this.node = node;
    this.bulkReplies = new BulkReplies(socket.input());
  }

  ChannelSocketFactory socket() {
    return socket;
  }

  HostAndPort node() {
    return node;
  }

  /** Ends whatever waits for the server; from any thread. */
  void abort() {
    socket.abort();
  }

  /** To be called before the connection is used again. */
  void reset() {
    answered = false;
  }

  /** Whether the server answered since {@link #reset()}. */
  boolean hasAnswered() {
    return answered;
  }

  @Override
  protected Object readProtocolWithCheckingBroken() {
    var reply = super.readProtocolWithCheckingBroken();
    answered = true;
    return reply;
  }

  /**
   * A manifest's fields; empty if there is no such key.
   *
   * @throws DamagedDayException if they are more than those of any manifest
   */
  Map<String, String> manifest(String key) throws IOException {
    sendCommand(new CommandArguments(Command.HGETALL).key(key));
    flush();
    var fields = bulkReplies.hash(Manifest.MAX_BYTES);
    answered = true;
    if (fields == null) {
      throw new DamagedDayException(
          "",
          "its manifest is damaged: it takes more than %,d bytes".formatted(Manifest.MAX_BYTES),
          null);
    }
    return fields;
  }

  /** How many of some keys are there. */
  long count(Collection<String> keys) {
    var command = new CommandArguments(Command.EXISTS);
    keys.forEach(command::key);
    return (Long) executeCommand(command);
  }

  /** What the server says of its memory: lines {@code name:value}; empty if it doesn't say. */
  String memoryInfo() {
    try {
      var info = executeCommand(new CommandArguments(Command.INFO).add("memory"));
      return new String((byte[]) info, StandardCharsets.UTF_8);
    } catch (JedisDataException e) {
      return ""; // this user may not ask
    }
  }

  void set(String key, byte[] value, long ttlMillis) {
    executeCommand(new CommandArguments(Command.SET).key(key).add(value).add("PX").add(ttlMillis));
  }

  void unlink(Collection<String> keys) {
    if (!keys.isEmpty()) {
      executeCommand(unlinking(keys));
    }
  }

  static CommandArguments unlinking(Collection<String> keys) {
    var command = new CommandArguments(Command.UNLINK);
    keys.forEach(command::key);
    return command;
  }

  static CommandArguments writingHash(String key, Map<String, String> fields) {
    var command = new CommandArguments(Command.HSET).key(key);
    fields.forEach((name, value) -> command.add(name).add(value));
    return command;
  }

  static CommandArguments expiring(String key, long ttlMillis) {
    return new CommandArguments(Command.PEXPIRE).key(key).add(ttlMillis);
  }

  /** From now on {@link #commit} does nothing if the key is changed by anybody. */
  void watch(String key) {
    executeCommand(new CommandArguments(Command.WATCH).key(key));
  }

  void unwatch() {
    executeCommand(Command.UNWATCH);
  }

  /** Does all or none of the commands; whether it did. */
  boolean commit(List<CommandArguments> commands) {
    List<CommandArguments> all = new ArrayList<>();
    all.add(new CommandArguments(Command.MULTI));
    all.addAll(commands);
    all.forEach(this::sendCommand);
    sendCommand(Command.EXEC);
    flush();
    for (int i = 0; i < all.size(); i++) {
      readProtocolWithCheckingBroken();
    }
    var results = (@Nullable List<?>) readProtocolWithCheckingBroken();
    if (results == null) {
      return false;
    }
    for (var result : results) {
      if (result instanceof JedisDataException failure) {
        throw failure;
      }
    }
    return true;
  }

  /** Asks for a value, which comes in {@link #bulkReplies()}; sent with {@link #flush()}. */
  void ask(String key) {
    sendCommand(new CommandArguments(Command.GET).key(key));
  }

  @Override
  protected void flush() { // visible to this package
    super.flush();
  }

  /** The values asked for, in order. No other command may be sent before all are read. */
  BulkReplies bulkReplies() {
    return bulkReplies;
  }
}
