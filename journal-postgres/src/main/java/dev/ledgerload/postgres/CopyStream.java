package dev.ledgerload.postgres;

import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.copy.CopyOut;

/**
 * The data of one {@code COPY … TO STDOUT}, message by message, in the buffer that it was received
 * into: no copy and no object for each row. Not thread-safe.
 *
 * <p>Use: while not {@link #isAtEnd()}, take messages with {@link #next()} until it says false,
 * then {@link #fill()}. The bytes between {@link #start()} and {@link #end()} of {@link #bytes()}
 * stay where they are until the next {@code fill}. A COPY that isn't read to its end leaves its
 * connection unusable: {@link PostgresSession} drops it.
 */
public final class CopyStream {
  private final CopyOut copy;
  private final WireBuffer buffer;
  private final Deadline deadline;

  CopyStream(CopyOut copy, WireBuffer buffer, Deadline deadline) {
    this.copy = copy;
    this.buffer = buffer;
    this.deadline = deadline;
  }

  /** Whether the server is still sending, so that the connection is good for nothing else. */
  boolean isActive() {
    return copy.isActive();
  }

  /** Goes to the next message of data that has been received whole; false if there is none. */
  public boolean next() throws IOException {
    return buffer.nextData();
  }

  /**
   * The array that the current message is in, with {@link
   * dev.ledgerload.columnar.CellBlock#SLACK_BYTES} readable behind it.
   */
  public byte[] bytes() {
    return buffer.bytes();
  }

  /** Where the current message begins. */
  public int start() {
    return buffer.start();
  }

  /** Where the current message ends. */
  public int end() {
    return buffer.end();
  }

  /** Whether all messages have been taken. */
  public boolean isAtEnd() {
    return buffer.isAtControl();
  }

  /**
   * Receives more.
   *
   * @throws IOException if the connection ended, the deadline passed or the thread was interrupted
   */
  public void fill() throws IOException {
    if (deadline.isPast()) { // the socket asks only where it has to wait
      throw new DeadlineException();
    }
    buffer.fill();
  }

  /**
   * Ends the COPY, whose data must be {@linkplain #isAtEnd() at its end}.
   *
   * @return the number of rows that the server says it sent
   * @throws SQLException if the server failed after all, or after some rows
   */
  public long finish() throws SQLException {
    if (copy.isActive() && copy.readFromCopy() != null) {
      throw new IllegalStateException("there is more data to take");
    }
    return copy.getHandledRowCount();
  }
}
