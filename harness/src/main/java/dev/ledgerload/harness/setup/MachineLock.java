package dev.ledgerload.harness.setup;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Tells benchmarks of one machine of each other, by JMH's own lock. They don't wait for each other,
 * and don't refuse to begin, for it may be meant; but their figures are disturbed.
 */
public final class MachineLock implements AutoCloseable {
  /** What is said of a run while another is under way. */
  public static final String DISTURBED =
      "another benchmark runs on this machine: the figures of both are disturbed";

  private final @Nullable FileChannel channel;
  private final boolean isTaken;

  private MachineLock(@Nullable FileChannel channel, boolean isTaken) {
    this.channel = channel;
    this.isTaken = isTaken;
  }

  /**
   * Takes it, or says that it is taken.
   *
   * @param out gets the note
   */
  public static MachineLock take(PrintWriter out) {
    var taken = take(Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock"));
    if (taken.isTaken) {
      out.println("note: " + DISTURBED);
    }
    return taken;
  }

  private static MachineLock take(Path file) {
    FileChannel channel = null;
    try {
      channel = open(file);
      return new MachineLock(channel, channel.tryLock() == null);
    } catch (OverlappingFileLockException e) { // by this JVM
      return new MachineLock(channel, true);
    } catch (IOException e) {
      return new MachineLock(channel, false); // it can't be told
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try { // another user's may be written to, but not by a call that would make it
      return FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      file.toFile().setWritable(true, false);
      return channel;
    }
  }

  /** Whether another had it. */
  public boolean isTakenByAnother() {
    return isTaken;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close(); // and so the lock is released
      }
    } catch (IOException e) {
      // It goes with this process.
    }
  }
}
