package dev.ledgerload.harness.wire;

import java.nio.ByteBuffer;

/**
 * Counts Query, Execute and FunctionCall messages of PostgreSQL's protocol 3 (PostgreSQL 18
 * documentation, 54.7 "Message Formats"): a portal that is fetched in parts counts for each.
 */
final class PostgresRequests implements RequestScanner {
  private static final int STARTUP_HEADER_BYTES = 8;
  private static final int HEADER_BYTES = 5;
  private static final int MAJOR_VERSION = 3;
  private static final int CANCEL = 80_877_102;
  private static final int SSL = 80_877_103;
  private static final int GSS = 80_877_104;

  private final ByteBuffer header = ByteBuffer.allocate(STARTUP_HEADER_BYTES);
  private boolean started;
  private boolean unreadable;
  private long bytesToSkip;

  PostgresRequests() {
    header.limit(STARTUP_HEADER_BYTES);
  }

  @Override
  public int requestsIn(byte[] buffer, int count) {
    int found = 0;
    int at = 0;
    while (at < count && !unreadable) {
      if (bytesToSkip > 0) {
        long skipped = Math.min(bytesToSkip, count - at);
        bytesToSkip -= skipped;
        at += (int) skipped;
      } else {
        header.put(buffer[at++]);
        if (!header.hasRemaining()) {
          found += started ? message() : startup();
          header.clear().limit(started ? HEADER_BYTES : STARTUP_HEADER_BYTES);
        }
      }
    }
    return unreadable ? UNREADABLE : found;
  }

  /** A request for encryption is answered by a byte; if the answer is no, this comes once more. */
  private int startup() {
    int length = header.getInt(0);
    int code = header.getInt(4);
    started = code >>> 16 == MAJOR_VERSION;
    unreadable =
        length < STARTUP_HEADER_BYTES || !(started || code == CANCEL || code == SSL || code == GSS);
    bytesToSkip = (long) length - STARTUP_HEADER_BYTES;
    return 0;
  }

  private int message() {
    int length = header.getInt(1); // counts itself, but not the type
    unreadable = length < Integer.BYTES;
    bytesToSkip = (long) length - Integer.BYTES;
    return switch (header.get(0)) {
      case 'Q', 'E', 'F' -> 1;
      default -> 0;
    };
  }
}
