package dev.ledgerload.testbed;

import dev.ledgerload.spi.RedisUrl;
import java.util.List;

/** A Redis process of this machine, as a testbed's server. */
final class EmbeddedRedisServer {
  private EmbeddedRedisServer() {}

  static RunningServer<RedisUrl> start(TestbedOptions options) {
    var process = RedisProcess.start(options.directory(), List.of());
    return new RunningServer<>(TestbedProvider.EMBEDDED, process.url(), process::close);
  }
}
