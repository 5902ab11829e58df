package dev.ledgerload.testbed;

import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * For tests: a hot standby of an embedded PostgreSQL, which streams what its primary writes and
 * answers readers. Its replay can be paused, so that it lags for as long as a test needs. It ends
 * with {@link #close()} or with the JVM, however that ends.
 */
public final class Standby implements AutoCloseable {
  /*
   * The binaries on the class path are initdb, pg_ctl and postgres alone, and a pg_basebackup of
   * this machine may be older than they are. So this does what that does: it takes a copy between
   * pg_backup_start and pg_backup_stop, which makes it consistent with the log from then on, and
   * has the copy fetch that log from the primary.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What a copy must not have, or needn't; directories stay, but empty. */
  private static final Set<String> LEFT_OUT =
      Set.of("postmaster.pid", "postmaster.opts", "pg_wal", "pg_replslot", "pg_stat_tmp");

  private final PostgresUrl primary;
  private final PostgresUrl url;
  private final Runnable stop;

  private Standby(PostgresUrl primary, PostgresUrl url, Runnable stop) {
    this.primary = primary;
    this.url = url;
    this.stop = stop;
  }

  /**
   * Makes a standby; returns once it answers and has replayed what the primary had.
   *
   * @param primary the superuser's login to a PostgreSQL that a testbed of this machine embedded:
   *     see {@link TestbedOptions#withForced}
   * @throws TestbedException if there can be none
   */
  public static Standby of(PostgresUrl primary) {
    var login = DatabaseUrl.of(primary);
    var started =
        EmbeddedPostgresServer.start(
            TestbedOptions.fromEnvironment(),
            (binaries, server) -> copy(primary, login, EmbeddedPostgresServer.data(server)),
            () -> {});
    var at = DatabaseUrl.of(started.url());
    var url = login.withAddress(at.host(), at.port()).url();
    var standby = new Standby(primary, url, started.stop());
    try {
      standby.awaitReplay();
      return standby;
    } catch (TestbedException e) {
      standby.close();
      throw e;
    }
  }

  private static String copy(PostgresUrl primary, DatabaseUrl login, Path data) throws IOException {
    try (var connection = PostgresProbe.connect(primary)) {
      ask(connection, "SELECT pg_backup_start('standby', fast => true)");
      copyTree(Path.of(ask(connection, "SHOW data_directory")), data);
      Files.writeString(
          data.resolve("backup_label"),
          ask(connection, "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)"));
    } catch (SQLException e) {
      throw new IOException("the primary gave no copy of itself: " + e.getMessage(), e);
    }
    Files.createFile(data.resolve("standby.signal"));
    Files.writeString(
        data.resolve("postgresql.auto.conf"), // as pg_basebackup -R
        "primary_conninfo = 'host=%s port=%s user=%s password=%s'%n"
            .formatted(login.host(), login.port(), login.user(), login.password()),
        StandardOpenOption.APPEND);
    return login.password();
  }

  /** What goes while it is copied comes back from the log, and so does what changes. */
  private static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectory(to.resolve(from.relativize(path)), TrustedDirectory.ownerOnly());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            var name = from.relativize(path);
            if (!LEFT_OUT.contains(name.getName(0).toString())) {
              try {
                Files.copy(path, to.resolve(name));
              } catch (NoSuchFileException e) {
                // dropped since its directory was read
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  /** The standby, with the primary's database and login. */
  public PostgresUrl url() {
    return url;
  }

  /**
   * The way to the standby.
   *
   * @param ofPrimary of the primary, with any database and login
   */
  public PostgresUrl at(PostgresUrl ofPrimary) {
    var here = DatabaseUrl.of(url);
    return DatabaseUrl.of(ofPrimary).withAddress(here.host(), here.port()).url();
  }

  /** Has the standby stay as it is. It still receives what the primary writes. */
  public void pauseReplay() {
    ask(url, "SELECT pg_wal_replay_pause()");
    await("SELECT pg_get_wal_replay_pause_state() = 'paused'");
  }

  /** Has the standby go on, until {@link #pauseReplay}. */
  public void resumeReplay() {
    ask(url, "SELECT pg_wal_replay_resume()");
  }

  /**
   * Returns once readers of the standby see all that was committed on the primary until now, with
   * its {@code synchronous_commit} on.
   */
  public void awaitReplay() {
    var written = ask(primary, "SELECT pg_current_wal_flush_lsn()");
    await("SELECT pg_last_wal_replay_lsn() >= '%s'".formatted(written));
  }

  private void await(String condition) {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!ask(url, condition).equals("t")) {
      if (System.nanoTime() > deadlineNs) {
        throw new TestbedException("the standby doesn't come to " + condition);
      }
      PostgresProbe.pause();
    }
  }

  private static String ask(PostgresUrl url, String sql) {
    try (var connection = PostgresProbe.connect(url)) {
      return ask(connection, sql);
    } catch (SQLException e) {
      throw new TestbedException("%s failed: %s".formatted(sql, e.getMessage()), e);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return Objects.requireNonNullElse(rows.getString(1), "");
    }
  }

  /** Ends it, and deletes its data. Idempotent. */
  @Override
  public void close() {
    stop.run();
  }
}
