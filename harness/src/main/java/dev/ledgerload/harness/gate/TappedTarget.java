package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.setup.Detour;
import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.harness.setup.TargetFiles;
import dev.ledgerload.harness.wire.WireCounter;
import dev.ledgerload.reports.gate.WireCount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A target whose servers are reached by a {@link WireCounter}. What a {@link Detour} reaches as
 * before isn't counted.
 */
final class TappedTarget implements AutoCloseable {
  private final WireCounter counter = new WireCounter();
  private final TargetFiles<Integer> files;
  private final boolean isPostgresTapped;

  TappedTarget(Target target) throws IOException {
    try {
      var tapped = Detour.of(target, new Taps());
      isPostgresTapped = !tapped.jdbcUrl().equals(target.jdbcUrl());
      files = new TargetFiles<>(Map.of(0, tapped));
    } catch (IOException | RuntimeException e) {
      counter.close();
      throw e;
    }
  }

  private final class Taps implements Detour.Ways {
    @Override
    public int toPostgres(String host, int port) throws IOException {
      return counter.toPostgres(host, port);
    }

    @Override
    public int toRedis(String host, int port) throws IOException {
      return counter.toRedis(host, port);
    }

    @Override
    public int toServer(String host, int port) throws IOException {
      return counter.toAny(host, port);
    }
  }

  /** The file for a trial. */
  Path file() {
    return files.of(0);
  }

  /** What went over the wire since the last call; waits for the end of what is under way. */
  WireCount take() {
    var count = counter.take();
    return isPostgresTapped ? count : new WireCount(WireCount.UNKNOWN, count.bytes());
  }

  @Override
  public void close() {
    counter.close();
    files.close();
  }
}
