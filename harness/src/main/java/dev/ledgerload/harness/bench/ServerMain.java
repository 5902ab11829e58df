package dev.ledgerload.harness.bench;

import dev.ledgerload.spi.JournalServerProvider;
import java.io.IOException;
import org.apache.arrow.memory.RootAllocator;

/** The JVM of a {@link ServerProcess}: serves until its standard input ends. */
final class ServerMain {
  /** What begins the line that says where the server is. */
  static final String READY = "ready at ";

  private ServerMain() {}

  /**
   * Starts the server of a strategy for the journal of {@link BenchTarget#read()}.
   *
   * @param args the strategy
   */
  public static void main(String[] args) throws IOException {
    var target = BenchTarget.read();
    try (var allocator = new RootAllocator();
        var server = provider(args[0]).start(target.config(args[0], allocator))) {
      System.out.println(READY + server.url());
      while (System.in.read() >= 0) {
        // whoever started this has nothing to say; it ends when they do
      }
    } catch (RuntimeException e) {
      System.out.println(e.getMessage()); // to be said by whoever started this
    }
  }

  private static JournalServerProvider provider(String strategy) {
    return Surroundings.serverProviders().stream()
        .filter(provider -> provider.strategy().equals(strategy))
        .findFirst()
        .orElseThrow();
  }
}
