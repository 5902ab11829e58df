package dev.ledgerload.loader.flight;

import dev.ledgerload.cache.LoadedDay;
import dev.ledgerload.spi.JournalTable;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Sends one table to one client, as fast as that takes it. Thread-safe. */
final class DayStream {
  /*
   * No thread waits for a client: gRPC tells when it takes more (send()), until it holds some
   * bytes that the client hasn't taken. These bytes are the table's own: each message's vectors
   * share its buffers, counted in the allocator `sending`, and gRPC gives them back when they are
   * on the wire or the call is over. So a client that stalls costs no memory but that of its day,
   * and a day that the cache gives up meanwhile lives until its last message is sent.
   */
  private final ServerStreamListener client;
  private final WatchedCall call;
  private final ServedName served;
  private final BufferAllocator sending;
  private final CompletableFuture<LoadedDay> day;
  private @Nullable JournalTable table;
  private @Nullable Slices slices;
  private @Nullable VectorSchemaRoot message;
  private boolean over;

  private DayStream(
      ServerStreamListener client,
      WatchedCall call,
      ServedName served,
      BufferAllocator sending,
      CompletableFuture<LoadedDay> day) {
    this.client = client;
    this.call = call;
    this.served = served;
    this.sending = sending;
    this.day = day;
  }

  /** Sends the day of what is served once it is there. */
  static void start(
      ServerStreamListener client,
      WatchedCall call,
      ServedName served,
      BufferAllocator sending,
      CompletableFuture<LoadedDay> day) {
    var stream = new DayStream(client, call, served, sending, day);
    client.setOnReadyHandler(stream::send);
    client.setOnCancelHandler(stream::cancel);
    var unused = day.whenComplete(stream::begin);
  }

  private synchronized void begin(@Nullable LoadedDay day, @Nullable Throwable failure) {
    if (over) {
      if (day != null) {
        day.table().close();
      }
      return;
    }
    if (day == null) {
      fail(failure == null ? new IllegalStateException("no day") : failure);
      return;
    }
    var loaded = day.table();
    table = loaded;
    try {
      message = VectorSchemaRoot.create(DaySchema.ofBatches(served, loaded), sending);
      slices = new Slices(loaded, sending);
      client.setUseZeroCopy(true);
      call.beginSending(loaded.day());
      client.start(message, loaded.dictionaries());
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(e);
      return;
    }
    send();
  }

  private synchronized void send() {
    if (over || slices == null || message == null) {
      return;
    }
    try {
      var loader = new VectorLoader(message);
      while (client.isReady() && slices.hasNext()) {
        try (var rows = slices.next()) {
          loader.load(rows);
        }
        client.putNext();
        call.progressed();
      }
      if (!slices.hasNext()) {
        release();
        client.completed();
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(e);
    }
  }

  private void fail(Throwable failure) {
    release();
    client.error(Failures.toStatus(failure));
  }

  private void cancel() {
    day.cancel(false); // before the lock: it may be held by who loads it
    synchronized (this) {
      release();
    }
  }

  private void release() {
    over = true;
    if (message != null) {
      message.close();
      message = null;
    }
    if (table != null) {
      table.close();
      table = null;
    }
  }
}
