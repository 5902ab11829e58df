package dev.ledgerload.loader.flight;

import io.grpc.Metadata;
import java.util.Locale;

/**
 * Whether a stream's bodies are compressed with LZ4, as Arrow has it. A client says so with a call,
 * in the header {@code ledgerload-compression}; what one that says nothing gets is plain.
 */
enum Compression {
  /** While the line to the client is slower than the codec. */
  AUTO,
  LZ4,
  NONE;

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("ledgerload-compression", Metadata.ASCII_STRING_MARSHALLER);

  void addTo(Metadata headers) {
    headers.put(HEADER, name().toLowerCase(Locale.ROOT));
  }

  /** What a call's headers say; {@link #NONE} if that isn't one of these. */
  static Compression of(Metadata headers) {
    var said = headers.get(HEADER);
    for (var compression : values()) {
      if (compression.name().equalsIgnoreCase(said)) {
        return compression;
      }
    }
    return NONE;
  }
}
