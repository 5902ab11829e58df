package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.RedisUrl;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Asks a Redis whether it is there, and what it is: the few words of its protocol that takes. */
final class RedisProbe implements AutoCloseable {
  private static final int TIMEOUT_MS = 10_000;

  /** What tells one Redis from another in a result. */
  private static final Set<String> FACTS =
      Set.of(
          "redis_version",
          "valkey_version",
          "redis_mode",
          "os",
          "arch_bits",
          "mem_allocator",
          "maxmemory",
          "maxmemory_policy",
          "aof_enabled",
          "io_threads_active");

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  private RedisProbe(RedisUrl url) throws IOException {
    socket.connect(new InetSocketAddress(url.host(), url.port()), TIMEOUT_MS);
    socket.setSoTimeout(TIMEOUT_MS);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  private static RedisProbe connect(RedisUrl url) throws IOException {
    var probe = new RedisProbe(url);
    try {
      probe.login(url);
      return probe;
    } catch (IOException e) {
      probe.close();
      throw e;
    }
  }

  private void login(RedisUrl url) throws IOException {
    var user = url.uri().getUserInfo();
    if (user == null) {
      return;
    }
    int colon = user.indexOf(':');
    if (colon <= 0) {
      ask("AUTH", user.substring(colon + 1));
    } else {
      ask("AUTH", user.substring(0, colon), user.substring(colon + 1));
    }
  }

  static void requireAnswer(RedisUrl url) {
    try (var probe = connect(url)) {
      probe.ask("PING");
    } catch (IOException e) {
      throw new TestbedException(
          "the Redis at %s does not answer (%s): check LEDGERLOAD_REDIS_URL, or unset it"
              .formatted(url.redacted(), e.getMessage()),
          e);
    }
  }

  /** Waits until a server that is starting answers. */
  static void awaitAnswer(RedisUrl url, Duration limit, BooleanSupplier alive) {
    long deadlineNs = System.nanoTime() + limit.toNanos();
    while (true) {
      try (var probe = connect(url)) {
        probe.ask("PING");
        return;
      } catch (IOException e) {
        if (!alive.getAsBoolean() || System.nanoTime() > deadlineNs) {
          throw new TestbedException(
              "the Redis at %s did not start: %s".formatted(url.redacted(), e.getMessage()), e);
        }
      }
      PostgresProbe.pause();
    }
  }

  static Map<String, String> info(RedisUrl url) {
    try (var probe = connect(url)) {
      Map<String, String> facts = new LinkedHashMap<>();
      probe
          .ask("INFO")
          .lines()
          .map(line -> line.split(":", 2))
          .filter(pair -> pair.length == 2 && FACTS.contains(pair[0]))
          .forEach(pair -> facts.put(pair[0], pair[1].strip()));
      return Collections.unmodifiableMap(facts);
    } catch (IOException e) {
      throw new TestbedException("can't ask the Redis at " + url.redacted(), e);
    }
  }

  private String ask(String... words) throws IOException {
    var request = new StringBuilder("*" + words.length + "\r\n");
    for (var word : words) {
      request.append('$').append(word.getBytes(UTF_8).length).append("\r\n");
      request.append(word).append("\r\n");
    }
    out.write(request.toString().getBytes(UTF_8));
    out.flush();
    var reply = line();
    return switch (reply.charAt(0)) {
      case '+' -> reply.substring(1);
      case '$' -> {
        var bytes = in.readNBytes(Integer.parseInt(reply.substring(1)) + 2);
        yield new String(bytes, UTF_8);
      }
      default -> throw new IOException(reply.substring(1));
    };
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      line.append((char) c);
    }
    return line.toString().strip() + (line.length() == 0 ? "?" : "");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
