package dev.ledgerload.loader.flight;

import static dev.ledgerload.spi.JournalLoadException.Kind.CORRUPT;
import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.columnar.ipc.CorruptStreamException;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalLoadException.Kind;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.ErrorFlightMetadata;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/** Failures as a call's status, and back. The kind goes with the status, as a trailer. */
final class Failures {
  private static final String KIND = "ledgerload-kind";
  private static final Metadata.Key<String> KIND_KEY =
      Metadata.Key.of(KIND, Metadata.ASCII_STRING_MARSHALLER);

  /** A status travels in an HTTP header, which clients don't take at any length. */
  private static final int MAX_DESCRIPTION = 1_000;

  private Failures() {}

  /** The server's side: a failure as the status that ends the call. */
  static FlightRuntimeException toStatus(Throwable failure) {
    if (failure instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return toStatus(wrapped.getCause());
    }
    if (failure instanceof FlightRuntimeException already) {
      return already;
    }
    if (failure instanceof JournalLoadException load) {
      return status(statusOf(load.kind()), load.kind(), load.getMessage());
    }
    if (failure instanceof IllegalArgumentException) {
      return status(CallStatus.INVALID_ARGUMENT, UNSUPPORTED, failure.getMessage());
    }
    if (failure instanceof OutOfMemoryException) {
      return status(
          CallStatus.UNAVAILABLE, UNAVAILABLE, busy("the memory that it may take is in use"));
    }
    if (hasCause(failure, OutOfMemoryError.class)) {
      return status(CallStatus.UNAVAILABLE, UNAVAILABLE, "the server is " + heapLimit(failure));
    }
    if (failure instanceof InterruptedException) {
      return stopping(); // nothing else interrupts a load that somebody waits for
    }
    return status(CallStatus.INTERNAL, UNAVAILABLE, "the server failed: " + failure);
  }

  /** The server's side: how it answers while it stops. */
  static FlightRuntimeException stopping() {
    return status(CallStatus.UNAVAILABLE, UNAVAILABLE, "the server stops");
  }

  /** The server's side: how it refuses what is beyond its bounds. */
  static FlightRuntimeException refused(String because) {
    return status(CallStatus.UNAVAILABLE, UNAVAILABLE, busy(because));
  }

  static String busy(String because) {
    return "the server is busy: %s: try again".formatted(because);
  }

  /** The trailers of a call that ends as unavailable. */
  static Metadata unavailable() {
    var trailers = new Metadata();
    trailers.put(KIND_KEY, UNAVAILABLE.name());
    return trailers;
  }

  /** What the JVM ran out of, and how much of it there is. */
  private static String heapLimit(Throwable failure) {
    return "out of memory (%s): this JVM has at most %,d bytes of heap: raise -Xmx, or load less at once"
        .formatted(rootMessage(failure), Runtime.getRuntime().maxMemory());
  }

  private static CallStatus statusOf(Kind kind) {
    return switch (kind) {
      case UNAVAILABLE -> CallStatus.UNAVAILABLE;
      case CORRUPT -> CallStatus.INTERNAL;
      case UNSUPPORTED -> CallStatus.INVALID_ARGUMENT;
      case TIMEOUT -> CallStatus.TIMED_OUT;
    };
  }

  private static FlightRuntimeException status(
      CallStatus status, Kind kind, @Nullable String message) {
    var metadata = new ErrorFlightMetadata();
    metadata.insert(KIND, kind.name());
    var text = String.valueOf(message);
    return status
        .withDescription(text.substring(0, Math.min(text.length(), MAX_DESCRIPTION)))
        .withMetadata(metadata)
        .toRuntimeException();
  }

  /**
   * The client's side: what a call ended with as a load's failure.
   *
   * @param doing what the client was doing and how far it came
   */
  static JournalLoadException toLoad(String doing, Throwable failure) {
    if (failure instanceof JournalLoadException already) {
      return already;
    }
    if (Thread.currentThread().isInterrupted()) {
      return load(TIMEOUT, doing, "the thread was interrupted", failure);
    }
    if (hasCause(failure, OutOfMemoryError.class)) {
      return load(UNAVAILABLE, doing, heapLimit(failure), failure);
    }
    if (!(failure instanceof StatusRuntimeException call)) {
      return load(CORRUPT, doing, String.valueOf(failure.getMessage()), failure);
    }
    if (hasCause(failure, CorruptStreamException.class)) {
      return load(CORRUPT, doing, "the stream can't be read: " + rootMessage(failure), failure);
    }
    if (isOwnDeadline(call)) {
      return load(TIMEOUT, doing, "the query's timeout passed", failure);
    }
    var description = call.getStatus().getDescription();
    var why = description == null ? call.getStatus().getCode() + "" : description;
    if (isTransport(call)) {
      why =
          "%s: %s: start the server, or correct the options url and trust-certificate"
              .formatted(why.lines().findFirst().orElse(""), rootMessage(failure));
    }
    return load(kind(call), doing, why, failure);
  }

  /** The client's side: a load that met the limit of the memory that it may take. */
  static JournalLoadException exceeded(String doing, BufferAllocator memory, Throwable failure) {
    long limit = memory.getLimit();
    for (var at = memory.getParentAllocator(); at != null; at = at.getParentAllocator()) {
      limit = Math.min(limit, at.getLimit());
    }
    return load(
        UNAVAILABLE,
        doing,
        "the allocator's limit of %,d bytes is reached: close tables that are no longer needed, or raise it"
            .formatted(limit),
        failure);
  }

  /** Whether no server has answered: a connection was lost, or there was none. */
  static boolean isTransport(StatusRuntimeException failure) {
    return failure.getStatus().getCode() == Status.Code.UNAVAILABLE && named(failure) == null;
  }

  private static boolean isOwnDeadline(StatusRuntimeException failure) {
    return failure.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED && named(failure) == null;
  }

  private static Kind kind(StatusRuntimeException failure) {
    var named = named(failure);
    if (named != null) {
      return named;
    }
    return switch (failure.getStatus().getCode()) {
      case INVALID_ARGUMENT, NOT_FOUND, UNIMPLEMENTED -> UNSUPPORTED;
      case DEADLINE_EXCEEDED -> TIMEOUT;
      case DATA_LOSS -> CORRUPT;
      default -> UNAVAILABLE;
    };
  }

  /** The kind that the server named; null if it named none. */
  private static @Nullable Kind named(StatusRuntimeException failure) {
    var trailers = failure.getTrailers();
    var name = trailers == null ? null : trailers.get(KIND_KEY);
    for (var kind : Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    return null;
  }

  static JournalLoadException load(Kind kind, String doing, String why, @Nullable Throwable cause) {
    return new JournalLoadException(kind, FlightSourceProvider.STRATEGY, doing + ": " + why, cause);
  }

  static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
