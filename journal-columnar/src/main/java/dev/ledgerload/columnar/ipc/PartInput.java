package dev.ledgerload.columnar.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Gives the bytes of one part. */
public interface PartInput {

  /** Fills all that remains of a buffer, which may be a direct one. */
  void readFully(ByteBuffer target) throws IOException;

  /**
   * Called once the part's last byte was read, before any of it is believed: the place to compare a
   * checksum.
   */
  void end() throws IOException;
}
