package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;

/** The JVM of a {@link LinkProcess}: carries until its standard input ends. */
final class LinkMain {
  private LinkMain() {}

  /**
   * Prints the port of the counter; then the port of a way for each line that it reads, host and
   * port of a server.
   *
   * @param args the round trip in ISO form, and the bits a second
   */
  public static void main(String[] args) throws IOException {
    try (var link = new Link(Duration.parse(args[0]), Long.parseLong(args[1]));
        var counter = new LinkCounter(link)) {
      System.out.println(counter.port());
      var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (var server = in.readLine(); server != null; server = in.readLine()) {
        var words = server.split(" ", -1);
        System.out.println(link.to(words[0], Integer.parseInt(words[1])));
      }
    }
  }
}
