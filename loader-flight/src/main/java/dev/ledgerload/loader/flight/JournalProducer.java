package dev.ledgerload.loader.flight;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.cache.LoadedDay;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import io.grpc.Context;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Flight's methods, as {@link FlightServerProvider} documents them. Thread-safe. */
final class JournalProducer extends NoOpFlightProducer {
  private static final ActionType HEALTH =
      new ActionType(ServerConnection.HEALTH, "version, source, grains and what is in memory");
  private static final ActionType INVALIDATE =
      new ActionType(ServerConnection.INVALIDATE, "forgets the day in the body");

  /** How many calls may wait in their threads, for the database or for who loads a day. */
  static final int MOST_WAITING = 64;

  private final Semaphore mayWait = new Semaphore(MOST_WAITING);
  private final JournalSchema schema;
  private final ServedName served;
  private final ServedDays days;
  private final JournalDays inJournal;
  private final BufferAllocator sending;
  private volatile boolean takesNoMore;

  /**
   * @param schema of the journal
   * @param served what that is known by
   */
  JournalProducer(
      JournalSchema schema,
      ServedName served,
      ServedDays days,
      JournalDays inJournal,
      BufferAllocator sending) {
    this.schema = schema;
    this.served = served;
    this.days = days;
    this.inJournal = inJournal;
    this.sending = sending;
  }

  /** Refuses the loads that are asked for from now on. */
  void takeNoMore() {
    takesNoMore = true;
  }

  @Override
  public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
    CompletableFuture<LoadedDay> day;
    try {
      day = days.get(taken(Tickets.decode(ticket.getBytes(), schema, served)));
    } catch (RuntimeException e) {
      day = CompletableFuture.failedFuture(e);
    }
    DayStream.start(listener, WatchedCall.current(), served, sending, day);
  }

  private JournalQuery taken(JournalQuery query) {
    if (takesNoMore) {
      throw Failures.stopping();
    }
    if (!days.grains().contains(query.grain())) {
      throw CallStatus.NOT_FOUND
          .withDescription("%s has no grain %s".formatted(days.strategy(), query.grain()))
          .toRuntimeException();
    }
    return query;
  }

  @Override
  public void listFlights(
      CallContext context, Criteria criteria, StreamListener<FlightInfo> listener) {
    try {
      var held = days.held().rows(Grain.ENTRY);
      for (var day : waiting(inJournal::list)) {
        listener.onNext(
            info(
                null,
                FlightDescriptor.path(day.toString()),
                day.toString().getBytes(UTF_8),
                -1,
                held.getOrDefault(day, -1L)));
      }
      listener.onCompleted();
    } catch (RuntimeException e) {
      listener.onError(Failures.toStatus(e));
    }
  }

  @Override
  public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
    var query = query(descriptor);
    try (var table = waiting(() -> await(query))) {
      return info(
          DaySchema.ofStream(served, table),
          descriptor,
          Tickets.encode(query, served.fingerprint()),
          table.bytes(),
          table.rows());
    }
  }

  @Override
  public SchemaResult getSchema(CallContext context, FlightDescriptor descriptor) {
    var query = query(descriptor);
    try (var table = waiting(() -> await(query))) {
      return new SchemaResult(DaySchema.ofStream(served, table));
    }
  }

  /** What keeps the call's thread waiting, unless too many do already. */
  private <T> T waiting(Supplier<T> work) {
    if (!mayWait.tryAcquire()) {
      throw Failures.refused("%d calls wait for the database".formatted(MOST_WAITING));
    }
    try {
      return work.get();
    } finally {
      mayWait.release();
    }
  }

  private JournalQuery query(FlightDescriptor descriptor) {
    return taken(
        descriptor.isCommand()
            ? decoded(descriptor.getCommand())
            : JournalQuery.of(schema, day(descriptor.getPath())));
  }

  private LocalDate day(List<String> path) {
    try {
      if (path.size() == 1) {
        return JournalQuery.of(schema, LocalDate.parse(path.get(0))).day();
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      // falls to the status below: a path that is no day leads nowhere
    }
    throw CallStatus.NOT_FOUND
        .withDescription("flights are days: a path of one part, as 2026-01-31, or a ticket")
        .toRuntimeException();
  }

  private JournalQuery decoded(byte[] ticket) {
    try {
      return Tickets.decode(ticket, schema, served);
    } catch (IllegalArgumentException e) {
      throw Failures.toStatus(e);
    }
  }

  /** The day, loaded if need be; the call's thread waits for it, as long as its client does. */
  private JournalTable await(JournalQuery query) {
    var day = days.get(query);
    Context.current().addListener(cancelled -> day.cancel(false), Runnable::run);
    try {
      return day.get().table();
    } catch (ExecutionException e) {
      throw Failures.toStatus(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      day.leave();
      Thread.currentThread().interrupt();
      throw Failures.stopping();
    }
  }

  private static FlightInfo info(
      @Nullable Schema schema, FlightDescriptor descriptor, byte[] ticket, long bytes, long rows) {
    var here = new FlightEndpoint(new Ticket(ticket)); // no location: where the client asked
    return new FlightInfo(schema, descriptor, List.of(here), bytes, rows);
  }

  @Override
  public void listActions(CallContext context, StreamListener<ActionType> listener) {
    listener.onNext(HEALTH);
    listener.onNext(INVALIDATE);
    listener.onCompleted();
  }

  @Override
  public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
    try {
      switch (action.getType()) {
        case ServerConnection.HEALTH -> listener.onNext(new Result(health().toJson()));
        case ServerConnection.INVALIDATE ->
            invalidate(Tickets.decode(action.getBody(), schema, served).day());
        default -> throw new IllegalArgumentException("the actions are health and invalidate");
      }
      listener.onCompleted();
    } catch (RuntimeException e) {
      listener.onError(Failures.toStatus(e));
    }
  }

  private void invalidate(LocalDate day) {
    waiting(
        () -> {
          days.invalidate(day);
          return day;
        });
  }

  private Health health() {
    var held = days.held();
    return new Health(
        Tickets.VERSION,
        served.journal(),
        served.fingerprint(),
        days.strategy(),
        days.grains().stream().map(Tickets::name).toList(),
        held.days(),
        held.bytes());
  }
}
