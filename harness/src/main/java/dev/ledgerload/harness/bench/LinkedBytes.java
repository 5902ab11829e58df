package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.testbed.LinkMeter;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** What an operation has a link carry, both ways; nothing is counted where there is no link. */
final class LinkedBytes implements AutoCloseable {
  private final @Nullable LinkMeter meter;
  private long atStart;

  private LinkedBytes(@Nullable LinkMeter meter) {
    this.meter = meter;
  }

  static LinkedBytes of(Target target) {
    var port = target.linkMeterPort();
    try {
      return new LinkedBytes(port == null ? null : new LinkMeter(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Before an operation. */
  void start() {
    atStart = carried();
  }

  /** After it: since the start; 0 where there is no link. */
  long sinceStart() {
    return carried() - atStart;
  }

  private long carried() {
    try {
      return meter == null ? 0 : meter.carriedBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      if (meter != null) {
        meter.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
