package dev.ledgerload.loader.flight;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way to a client's machine: how fast it was when it was last waited for. Thread-safe. */
final class Line {
  private static final double UNKNOWN = Double.POSITIVE_INFINITY;

  private volatile double bytesPerNano = UNKNOWN;

  /** The lines to the machines that were sent to last. Thread-safe. */
  static final class Known {
    private static final int MOST = 1_000;

    private final Map<String, Line> lines =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Line> eldest) {
            return size() > MOST;
          }
        };

    synchronized Line to(@Nullable SocketAddress client) {
      var host =
          client instanceof InetSocketAddress address ? address.getHostString() : "" + client;
      return lines.computeIfAbsent(host, any -> new Line());
    }
  }

  /** So many bytes went over it in a time in which more were there to be sent. */
  void took(long bytes, long nanos) {
    bytesPerNano = (double) bytes / Math.max(1, nanos);
  }

  /** It took whatever came, so nobody knows how much it would take. */
  void tookAll() {
    bytesPerNano = UNKNOWN;
  }

  boolean isSlowerThan(double otherBytesPerNano) {
    return bytesPerNano < otherBytesPerNano;
  }
}
