package dev.ledgerload.loader.flight;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps gRPC from logging each message that is dropped with a stream, as a warning with fifty lines
 * of stack. That a stream was cut is logged where it is cut; that a client ended one isn't news.
 */
final class DroppedMessages implements Filter {
  /** Held here, for a logger that nobody holds loses its filter. */
  private static final Logger GRPC = Logger.getLogger("io.grpc.netty.NettyServerHandler");

  private static final String DROPPED = "Stream closed before write could take place";

  private final @Nullable Filter others;

  private DroppedMessages(@Nullable Filter others) {
    this.others = others;
  }

  /** From now on, in this JVM. */
  static synchronized void keepQuiet() {
    if (!(GRPC.getFilter() instanceof DroppedMessages)) {
      GRPC.setFilter(new DroppedMessages(GRPC.getFilter()));
    }
  }

  @Override
  public boolean isLoggable(LogRecord entry) {
    var failure = entry.getThrown();
    return (failure == null || !DROPPED.equals(failure.getMessage()))
        && (others == null || others.isLoggable(entry));
  }
}
