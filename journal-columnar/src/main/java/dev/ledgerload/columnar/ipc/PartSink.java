package dev.ledgerload.columnar.ipc;

import dev.ledgerload.spi.Column;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the parts of a stream, in order. */
@FunctionalInterface
public interface PartSink {

  /**
   * Takes the next part.
   *
   * @param column the column that nobody needs this part without; null if every reader needs it
   * @param bytes the sink's own from now on
   * @param plainBytes what the values in it take uncompressed; 0 if there are none. To be told to
   *     whoever decodes the part, so that it becomes no more than that
   */
  void part(@Nullable Column column, byte[] bytes, long plainBytes) throws IOException;
}
