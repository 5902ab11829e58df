package dev.ledgerload.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A process, told from all that had its number before or will have it.
 *
 * @param space where its number counts: containers have each their own processes, but may share
 *     files
 * @param pid its number
 * @param start when it started, in a unit that only compares
 */
record ProcessStamp(long space, long pid, long start) {
  /** As {@link #toString()} writes it, in three groups. */
  static final String PATTERN = "(\\d{1,18})-(\\d{1,18})-(\\d{1,18})";

  private static final Pattern WRITTEN = Pattern.compile(PATTERN);

  /** In /proc/PID/stat, of what comes after the command's name in parentheses. */
  private static final int STATE = 0;

  private static final int START = 19;

  /** This process. */
  static ProcessStamp ofThisProcess() {
    return of(ProcessHandle.current().pid()).orElseThrow();
  }

  /** The process that has a number now; empty if there is none, or it has ended. */
  static Optional<ProcessStamp> of(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[STATE].equals("Z") // ended, but whoever started it has taken no note
          ? Optional.empty()
          : Optional.of(new ProcessStamp(thisSpace(), pid, Long.parseLong(fields[START])));
    } catch (IOException e) {
      // no Linux, or no such process: the JVM knows. Where there is a /proc it is asked first, for
      // what the JVM makes of it moves with the clock.
      return ProcessHandle.of(pid)
          .map(process -> process.info().startInstant().map(Instant::toEpochMilli).orElse(0L))
          .map(start -> new ProcessStamp(thisSpace(), pid, start));
    }
  }

  private static long thisSpace() {
    try {
      var link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return Long.parseLong(link.replaceAll("\\D", "")); // of pid:[4026531836]
    } catch (IOException e) {
      return 0;
    }
  }

  /** The one that was written so. */
  static Optional<ProcessStamp> parse(String written) {
    var matcher = WRITTEN.matcher(written);
    return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
  }

  /** From a match of {@link #PATTERN}, which comes first. */
  static ProcessStamp of(MatchResult match) {
    return new ProcessStamp(
        Long.parseLong(match.group(1)),
        Long.parseLong(match.group(2)),
        Long.parseLong(match.group(3)));
  }

  boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Whether it is certain to have ended: of processes elsewhere nothing is known. */
  boolean isDead() {
    return space == thisSpace() && !isAlive();
  }

  @Override
  public String toString() {
    return space + "-" + pid + "-" + start; // in the digits that it is read in, in every language
  }
}
