package dev.ledgerload.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How to run what refuses to run as root, as PostgreSQL and PgBouncer do: within a user namespace
 * of its own, root is nobody.
 */
final class Unprivileged {
  private static final List<String> IN_A_USER_NAMESPACE = List.of("unshare", "-U");

  private Unprivileged() {}

  /**
   * Checks that {@link #command} can do it here.
   *
   * @param server what is to run, for the message
   * @param otherwise how to do without, for the message
   */
  static void require(String server, String otherwise) {
    if (isRoot() && !ChildProcesses.succeeds("unshare", "-U", "id", "-un")) {
      throw new TestbedException(
          "%s can't run as root here, for \"unshare -U\" fails: run as another user, allow user namespaces, or %s"
              .formatted(server, otherwise));
    }
  }

  /** A command that runs another as a user who isn't root. */
  static List<String> command(String... command) {
    List<String> all = new ArrayList<>(isRoot() ? IN_A_USER_NAMESPACE : List.of());
    all.addAll(List.of(command));
    return all;
  }

  private static boolean isRoot() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
        && "root".equals(System.getProperty("user.name"));
  }
}
