package dev.ledgerload.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much longer than it asked for a thread may sleep, so that the system wakes several at once.
 */
final class TimerSlack {
  private TimerSlack() {}

  /**
   * Makes this thread's as short as can be, where it is Linux and lets it; the usual 50 µs are much
   * for who sleeps a few hundred.
   */
  static void shorten() {
    try {
      var thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
      Files.writeString(Path.of("/proc/" + thread + "/timerslack_ns"), "1");
    } catch (IOException e) {
      // it stays as it is
    }
  }
}
