package dev.ledgerload.harness.setup;

import java.io.IOException;
import org.apache.arrow.memory.RootAllocator;

/** The JVM of a {@link ServerProcess}: serves until its standard input ends. */
final class ServerMain {
  /** What begins the line that says where the server is. */
  static final String READY = "ready at ";

  private ServerMain() {}

  /**
   * Starts the server of a strategy for the journal of {@link Target#read()}.
   *
   * @param args the strategy
   */
  public static void main(String[] args) throws IOException {
    var target = Target.read();
    try (var allocator = new RootAllocator();
        var server =
            Strategies.server(args[0])
                .orElseThrow()
                .start(target.serverConfig(args[0], allocator))) {
      System.out.println(READY + server.url());
      while (System.in.read() >= 0) {
        // the starter has nothing to say; this ends when it does
      }
    } catch (RuntimeException e) {
      System.out.println(e.getMessage()); // the starter says it
    }
  }
}
