package dev.ledgerload.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ledgerload.testbed.Relay;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts how often one client of PostgreSQL waits for its server: for each Query but BEGIN, and for
 * each Sync, whatever was sent before it (protocol 3, "Message Flow"). One behind nothing but Close
 * isn't counted: so the driver tidies up whenever statements were collected as garbage.
 */
final class RoundTripCounter implements Relay.Listener {
  private static final int STARTUP_HEADER_BYTES = 8;
  private static final int HEADER_BYTES = 5;
  private static final int MAJOR_VERSION = 3;
  private static final byte QUERY = 'Q';
  private static final byte SYNC = 'S';
  private static final byte CLOSE = 'C';
  private static final byte[] BEGIN = "BEGIN".getBytes(US_ASCII);

  private static final int MAX_HEADER_BYTES = HEADER_BYTES + BEGIN.length;

  private final AtomicLong count;
  private final ByteBuffer header =
      ByteBuffer.allocate(MAX_HEADER_BYTES).limit(STARTUP_HEADER_BYTES);
  private boolean started;
  private boolean synced = true; // nothing was sent since
  private boolean tidiesUp;
  private long bytesToSkip;

  RoundTripCounter(AtomicLong count) {
    this.count = count;
  }

  @Override
  public void hear(byte[] buffer, int length) {
    for (int at = 0; at < length; ) {
      if (bytesToSkip > 0) {
        int skipped = (int) Math.min(bytesToSkip, length - at);
        bytesToSkip -= skipped;
        at += skipped;
      } else {
        header.put(buffer[at++]);
        if (!header.hasRemaining()) {
          begin();
        }
      }
    }
  }

  private void begin() {
    if (!started) { // a request to encrypt comes first, perhaps
      started = header.getInt(Integer.BYTES) >>> 16 == MAJOR_VERSION;
      skip(header.getInt(0) - (long) STARTUP_HEADER_BYTES);
    } else if (header.get(0) != QUERY) {
      count.addAndGet(header.get(0) == SYNC && !tidiesUp ? 1 : 0);
      tidiesUp = header.get(0) == CLOSE && (tidiesUp || synced);
      synced = header.get(0) == SYNC;
      skip(bodyBytes());
    } else if (header.limit() == HEADER_BYTES && bodyBytes() > BEGIN.length) {
      header.limit(HEADER_BYTES + BEGIN.length); // what it begins with
    } else {
      count.addAndGet(isBegin() ? 0 : 1);
      synced = true;
      tidiesUp = false;
      skip(HEADER_BYTES + bodyBytes() - header.limit());
    }
  }

  /** The length counts itself, but not the type. */
  private long bodyBytes() {
    return header.getInt(1) - (long) Integer.BYTES;
  }

  /** The driver sends this before the first statement, and doesn't wait for its answer. */
  private boolean isBegin() {
    int bytes = header.limit() - HEADER_BYTES;
    return bytes > 0 && header.slice(HEADER_BYTES, bytes).equals(ByteBuffer.wrap(BEGIN));
  }

  private void skip(long bytes) {
    bytesToSkip = bytes;
    header.clear().limit(started ? HEADER_BYTES : STARTUP_HEADER_BYTES);
  }
}
