package dev.ledgerload.loader.flight;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.cache.Threads;
import dev.ledgerload.spi.JournalServer;
import dev.ledgerload.spi.SourceConfig;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;

/** A running server and what it works with. */
final class JournalFlightServer implements JournalServer {
  /*
   * Two allocators below the server's: that of the days held and loaded, whose children are the
   * tables, and `sending`, to which belongs what of a day that is no longer held is still on its
   * way to a client. Closing ends in the order that leaves nothing to either: no more calls, no
   * more loads, no more days held, nothing on its way. The server's own limit bounds all of it.
   *
   * Calls: a connection has no more than some at once, the rest wait with their client; beyond
   * that the server refuses. A call has at most one task in the executor's queue, so that is as
   * short as there are calls, and of its threads the calls that wait in theirs leave some to
   * those that never do: streams.
   *
   * The calls under way must be over before gRPC's server is told to shut down. It says goodbye to
   * each connection at once, and closes it as soon as the last call's answer is written; what the
   * client still says then makes the system reset the connection and drop what it holds of that
   * answer. Without calls it closes only when the client has answered the goodbye, and so read all
   * that came before it.
   */
  private static final int MOST_REQUEST_BYTES = 64 << 10; // tickets and days are small
  private static final int MOST_CALLS = 1_024;
  private static final int MOST_CALLS_OF_A_CONNECTION = 16;
  private static final int SENDING_THREADS =
      Math.max(4, Runtime.getRuntime().availableProcessors());

  /** What a call may have waiting to be sent before it is told to take no more. */
  static final int QUEUED_BYTES = 2 * Slices.MESSAGE_BYTES;

  private static final Duration CALLS_LIMIT = Duration.ofSeconds(20);
  private static final Duration SENT_LIMIT = Duration.ofSeconds(5);

  private final BufferAllocator allocator;
  private final BufferAllocator sending;
  private final ServedDays days;
  private final CallWatch watch;
  private final JournalProducer producer;
  private final ExecutorService calls;
  private final FlightServer server;
  private final String url;
  private final CountDownLatch end = new CountDownLatch(1);

  private JournalFlightServer(SourceConfig config, ServerOptions options) throws IOException {
    allocator = config.allocator().newChildAllocator("flight server", 0, options.memoryBytes());
    sending = allocator.newChildAllocator("sending", 0, Long.MAX_VALUE);
    var room = new LoadRoom(allocator, options.sendBytes());
    var plain = config.withOptions(Map.of());
    ServedName served;
    try {
      served = ServedName.find(plain, options.ignoresRowSecurity());
      var own =
          new SourceConfig(plain.database(), plain.redis(), plain.schema(), allocator, Map.of());
      days = ServedDays.open(own, options, room);
    } catch (RuntimeException e) {
      sending.close();
      allocator.close();
      throw e;
    }
    watch = new CallWatch(options.stallLimit(), room::isShort);
    calls = // Flight's own threads would end before the calls under way, which need them to go on
        Threads.pool("ledgerload-flight-call-", JournalProducer.MOST_WAITING + SENDING_THREADS);
    producer = new JournalProducer(plain.schema(), served, days, new JournalDays(plain), sending);
    try {
      server = build(options).start();
      url = url(server, options);
    } catch (IOException | RuntimeException e) {
      freeAll();
      throw e;
    }
  }

  static JournalFlightServer start(SourceConfig config, ServerOptions options) {
    try {
      return new JournalFlightServer(config, options);
    } catch (IOException e) {
      throw Failures.load(
          UNAVAILABLE,
          "listening at %s:%d".formatted(options.host(), options.port()),
          e.getMessage() + ": choose another port, or end what uses it",
          e);
    }
  }

  private FlightServer build(ServerOptions options) throws IOException {
    var tls = options.tls();
    var builder =
        FlightServer.builder()
            .allocator(sending)
            .location(
                tls == null
                    ? Location.forGrpcInsecure(options.host(), options.port())
                    : Location.forGrpcTls(options.host(), options.port()))
            .producer(producer)
            .executor(calls)
            .maxInboundMessageSize(MOST_REQUEST_BYTES)
            .setMaxHeaderListSize(MOST_REQUEST_BYTES)
            .backpressureThreshold(QUEUED_BYTES)
            .transportHint("grpc.builderConsumer", tuning(options));
    if (tls != null) {
      try {
        builder.useTls(tls.certificate().toFile(), tls.key().toFile());
        return builder.build();
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "flight server's options tls-certificate and tls-key must name PEM files of a"
                + " certificate chain and its PKCS#8 key, not %s and %s"
                    .formatted(tls.certificate(), tls.key()),
            e);
      }
    }
    return builder.build();
  }

  /**
   * What Flight's builder has no words for. A client whose program takes nothing is cut by the
   * watch; one that doesn't even answer a ping, by gRPC with its connection: what was written to
   * that can't be taken back otherwise.
   */
  private Consumer<NettyServerBuilder> tuning(ServerOptions options) {
    DroppedMessages.keepQuiet();
    long halfNanos = Math.max(1, options.stallLimit().toNanos() / 2);
    return builder -> {
      builder.addStreamTracerFactory(watch);
      builder.intercept(new CompressedStreams());
      builder.maxConcurrentCallsPerConnection(MOST_CALLS_OF_A_CONNECTION);
      builder.intercept(new CallLimit(MOST_CALLS));
      builder.keepAliveTime(halfNanos, TimeUnit.NANOSECONDS);
      builder.keepAliveTimeout(halfNanos, TimeUnit.NANOSECONDS);
      if (options.token() != null) {
        builder.intercept(new TokenCheck(options.token()));
      }
    };
  }

  private static String url(FlightServer server, ServerOptions options) {
    var scheme = options.tls() == null ? ClientOptions.PLAIN : ClientOptions.TLS;
    return "%s://%s:%d".formatted(scheme, options.host(), server.getPort());
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    end.await();
  }

  @Override
  public synchronized void close() {
    if (end.getCount() == 0) {
      return;
    }
    producer.takeNoMore();
    await(watch::isIdle, CALLS_LIMIT);
    try {
      server.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      freeAll();
      end.countDown();
    }
  }

  private void freeAll() {
    watch.close();
    days.close();
    // by gRPC's threads and streams' own; the days' memory counts as theirs, even what is being
    // sent
    await(() -> allocator.getAllocatedMemory() == 0, SENT_LIMIT);
    calls.shutdown();
    sending.close();
    allocator.close();
  }

  /** Waits for what announces itself to nobody; no longer than the limit. */
  private static void await(BooleanSupplier condition, Duration limit) {
    long start = System.nanoTime();
    boolean interrupted = Thread.interrupted();
    while (!condition.getAsBoolean() && System.nanoTime() - start < limit.toNanos()) {
      try {
        TimeUnit.MILLISECONDS.sleep(1);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
