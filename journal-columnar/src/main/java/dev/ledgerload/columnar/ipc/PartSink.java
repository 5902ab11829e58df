package dev.ledgerload.columnar.ipc;

import dev.ledgerload.spi.JournalColumn;
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
   */
  void part(@Nullable JournalColumn column, byte[] bytes) throws IOException;
}
