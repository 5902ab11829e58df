package dev.ledgerload.testbed;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Directories whose files this user may run, or otherwise believe, because nobody else but root can
 * put others into their place.
 */
final class TrustedDirectory {
  /*
   * The directory for temporary files is everybody's. Whoever may write to it may make a directory
   * of any name before we do, and whoever may write to one of those above it may exchange what is
   * below. So owner and mode of all are looked at, from the top, each time before anything is run.
   */
  private static final long ROOT = 0;
  private static final int GROUP_OR_OTHERS_WRITE = 022;
  private static final int GROUP_OR_OTHERS_ENTER = 011;
  private static final int STICKY = 01000;

  private TrustedDirectory() {}

  /** For what is made: only its owner can read, write and enter it. */
  static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }

  /**
   * This user's own directory, in the one for temporary files, for what outlives a server because
   * the next one needs it again. Made if it isn't there.
   *
   * @throws TestbedException if there is something else of its name; nothing in it is to be used
   */
  static Path own() throws IOException {
    return own(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static Path own(Path parent) throws IOException {
    require(parent);
    var own = parent.toAbsolutePath().resolve("ledgerload-user-" + user());
    try {
      Files.createDirectory(own, ownerOnly());
    } catch (FileAlreadyExistsException e) {
      // as it should be: looked at below
    }
    if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)
        || owner(own) != user()
        || (mode(own) & GROUP_OR_OTHERS_WRITE) != 0) {
      throw new TestbedException(
          ("programs for embedded servers are kept in %s, and %s: so nothing in it is run. Remove"
                  + " it, or set -Djava.io.tmpdir to a directory of your own")
              .formatted(own, seen(own)));
    }
    return own;
  }

  /**
   * Checks that nobody else can exchange what this user puts into a directory: it and all above it
   * are this user's or root's, and no others can write to them, or only add to them (as to {@code
   * /tmp}), or not enter them.
   *
   * @throws TestbedException if they can; the message says where
   */
  static void require(Path directory) throws IOException {
    Deque<Path> fromTheTop = new ArrayDeque<>();
    for (var at = directory.toRealPath(); at != null; at = at.getParent()) {
      fromTheTop.push(at);
    }
    for (var at : fromTheTop) {
      long owner = owner(at);
      int mode = mode(at);
      if ((owner != user() && owner != ROOT)
          || ((mode & GROUP_OR_OTHERS_WRITE) != 0 && (mode & STICKY) == 0)) {
        throw new TestbedException(
            ("an embedded server is run in %s, where others could exchange its files, for %s"
                    + " (%s): set -Djava.io.tmpdir to a directory that only you can write to")
                .formatted(directory, seen(at), at));
      }
      if (owner == user() && (mode & GROUP_OR_OTHERS_ENTER) == 0) {
        return; // what is below is out of everybody's reach
      }
    }
  }

  /** Whether something is this user's, itself and not what it may lead to. */
  static boolean isOwn(Path path) {
    try {
      return owner(path) == user();
    } catch (IOException e) {
      return false; // it is gone
    }
  }

  private static String seen(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return "that is no directory";
    }
    return "it belongs to the user of id %d, with mode %o".formatted(owner(path), mode(path));
  }

  private static long owner(Path path) throws IOException {
    return number(path, "unix:uid");
  }

  private static int mode(Path path) throws IOException {
    return (int) number(path, "unix:mode") & 07777;
  }

  private static long number(Path path, String attribute) throws IOException {
    return ((Number) Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS)).longValue();
  }

  private static long user() {
    return new UnixSystem().getUid();
  }
}
