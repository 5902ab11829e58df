package dev.ledgerload.testbed;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of a connection over a {@link Link}. One thread takes what one end sends, another
 * delivers it to the other end when the line says.
 */
final class LinkFlow {
  /*
   * What is under way lies in a ring, which has room for what the line holds from end to end and
   * for some milliseconds more: so the line stays busy though threads wake up late, which they do by
   * a dozen where the cores are busy, and who doesn't read soon holds up who sends. The ring is the connection's own, for one that isn't read must
   * not hold up another.
   */
  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A piece arrives as one, so it is to be short; and each costs the threads a turn. */
  private static final long PIECE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private static final int LEAST_BYTES = 1 << 10;

  private final Socket from;
  private final Socket to;
  private final Line line;
  private final Runnable reset;
  private final int pieceBytes;
  private final byte[] ring;
  private final Semaphore free;
  private final BlockingQueue<Piece> underWay = new LinkedBlockingQueue<>();

  /** So many bytes of the ring; or the end of what is sent, in order or by a reset. */
  private record Piece(int bytes, long dueNanos) {
    static final int END = -1;
    static final int RESET = -2;
  }

  /**
   * @param reset ends both ends' connections
   */
  LinkFlow(
      Socket from, Socket to, Line line, long bitsPerSecond, long roundTripNanos, Runnable reset) {
    this.from = from;
    this.to = to;
    this.line = line;
    this.reset = reset;
    this.pieceBytes = bytesIn(PIECE_NANOS, bitsPerSecond);
    this.ring = new byte[pieceBytes + bytesIn(roundTripNanos / 2 + SLACK_NANOS, bitsPerSecond)];
    this.free = new Semaphore(ring.length);
  }

  private static int bytesIn(long nanos, long bitsPerSecond) {
    double seconds = nanos / (double) TimeUnit.SECONDS.toNanos(1);
    return Math.max(LEAST_BYTES, (int) (seconds * bitsPerSecond / Byte.SIZE));
  }

  /** Takes what is sent, to its end. */
  void take() {
    try {
      var in = from.getInputStream();
      int at = 0;
      int count;
      do {
        free.acquireUninterruptibly();
        int room = 1 + free.drainPermits();
        count = in.read(ring, at, Math.min(pieceBytes, Math.min(room, ring.length - at)));
        int taken = Math.max(0, count);
        free.release(room - taken);
        at = (at + taken) % ring.length;
        send(count >= 0 ? count : Piece.END, taken);
      } while (count >= 0);
    } catch (IOException e) {
      send(Piece.RESET, 0);
    }
  }

  private void send(int piece, int bytes) {
    underWay.add(new Piece(piece, line.send(bytes, System.nanoTime())));
  }

  /** Delivers all that is taken. */
  void deliver() {
    TimerSlack.shorten();
    try {
      var out = to.getOutputStream();
      int at = 0;
      for (var piece = arrived(); piece.bytes != Piece.END; piece = arrived()) {
        if (piece.bytes == Piece.RESET) {
          reset.run();
          return;
        }
        out.write(ring, at, piece.bytes);
        at = (at + piece.bytes) % ring.length;
        free.release(piece.bytes);
      }
      to.shutdownOutput();
    } catch (IOException e) { // it is gone, and who sends is to know
      reset.run();
      free.release(ring.length); // and not to wait for room
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset.run();
    }
  }

  private Piece arrived() throws InterruptedException {
    var piece = underWay.take();
    awaitNanos(piece.dueNanos);
    return piece;
  }

  /** Waits until the clock of {@link System#nanoTime} shows a time, and not less. */
  static void awaitNanos(long timeNanos) {
    for (long left = timeNanos - System.nanoTime();
        left > 0;
        left = timeNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
