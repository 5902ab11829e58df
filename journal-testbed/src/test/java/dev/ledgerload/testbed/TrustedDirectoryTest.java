package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is run that somebody else could have written. */
class TrustedDirectoryTest {
  private static final int NOBODY = 65_534;

  @TempDir Path temporary;

  @Test
  void nobodyElseCanExchangeTheProgramsOfAServerThatRuns() throws SQLException, IOException {
    var embedded = TestbedOptions.fromEnvironment().withForced(TestbedProvider.EMBEDDED);
    try (var testbed = JournalTestbed.start(embedded)) {
      var programs = Path.of(programs(testbed.postgresUrl()));
      assertThat(programs.resolve("postgres")).isExecutable();
      for (var at = programs; at != null; at = at.getParent()) {
        assertThat(othersCanExchangeWhatIsIn(at)).as("%s", at).isFalse();
      }
    }
  }

  private static String programs(PostgresUrl url) throws SQLException {
    try (var connection = PostgresProbe.connect(url);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT setting FROM pg_config() WHERE name = 'BINDIR'")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static boolean othersCanExchangeWhatIsIn(Path directory) throws IOException {
    var permissions = Files.getPosixFilePermissions(directory);
    var othersWrite =
        permissions.contains(PosixFilePermission.GROUP_WRITE)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    return othersWrite && ((int) Files.getAttribute(directory, "unix:mode") & 01000) == 0;
  }

  @Test
  void makesOneThatOnlyThisUserCanEnterAndKeepsIt() throws IOException {
    var own = TrustedDirectory.own(temporary);
    assertThat(Files.getPosixFilePermissions(own)).isEqualTo(permissions("rwx------"));
    assertThat(TrustedDirectory.own(temporary)).isEqualTo(own);
    var relative = Path.of("").toAbsolutePath().relativize(temporary);
    assertThat(TrustedDirectory.own(relative)).isAbsolute().isDirectory();
  }

  @Test
  void takesNoneThatOthersCanWriteTo() throws IOException {
    var own = TrustedDirectory.own(temporary);
    Files.setPosixFilePermissions(own, permissions("rwxr-xr-x"));
    assertThatCode(() -> TrustedDirectory.own(temporary)).doesNotThrowAnyException();
    for (var mode : new String[] {"rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwx"}) {
      Files.setPosixFilePermissions(own, permissions(mode));
      assertRefused("with mode 7").hasMessageContaining(own.toString());
    }
  }

  @Test
  void takesNoneOfSomebodyElse() throws IOException {
    var own = TrustedDirectory.own(temporary);
    if (System.getProperty("user.name").equals("root")) { // nobody else can give files away
      Files.setAttribute(own, "unix:uid", NOBODY);
      assertRefused("belongs to the user of id " + NOBODY);
    } else {
      assertThat(TrustedDirectory.isOwn(Path.of("/usr"))).isFalse();
    }
  }

  @Test
  void takesNoLinkToOneAndNoFile() throws IOException {
    var own = TrustedDirectory.own(temporary);
    Files.move(own, temporary.resolve("elsewhere"));
    Files.createSymbolicLink(own, temporary.resolve("elsewhere"));
    assertRefused("no directory");
    Files.delete(own);
    Files.createFile(own);
    assertRefused("no directory");
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      String why) {
    return assertThatThrownBy(() -> TrustedDirectory.own(temporary))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("nothing in it is run")
        .hasMessageContaining("java.io.tmpdir");
  }

  @Test
  void runsNoServerWhereOthersCanExchangeItsFiles() throws IOException {
    Files.setPosixFilePermissions(temporary, permissions("rwxr-xr-x")); // others can come so far
    var shared = Files.createDirectory(temporary.resolve("shared"));
    var below = Files.createDirectory(shared.resolve("below"));
    Files.setPosixFilePermissions(below, permissions("rwxr-xr-x"));

    Files.setPosixFilePermissions(shared, permissions("rwxrwxrwx"));
    assertThatThrownBy(() -> ServerDirectory.within(below, 0))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("others could exchange its files")
        .hasMessageContaining("(" + shared.toRealPath() + ")")
        .hasMessageContaining("java.io.tmpdir");
    assertThat(below).isEmptyDirectory();

    Files.setAttribute(shared, "unix:mode", 01777); // as /tmp: each can only exchange their own
    ServerDirectory.within(below, 0).delete();
    Files.setPosixFilePermissions(shared, permissions("rwxrwxrwx"));
    Files.setPosixFilePermissions(temporary, permissions("rwx------")); // nobody gets there
    ServerDirectory.within(below, 0).delete();
  }

  private static Set<PosixFilePermission> permissions(String written) {
    return PosixFilePermissions.fromString(written);
  }
}
