package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is installed next to a journal, from the command line. */
class InstallationCommandsTest {
  private static JournalTestbed testbed;
  private static String url;

  @BeforeAll
  static void seedADay() {
    testbed = JournalTestbed.start();
    url = testbed.postgresUrl().jdbcUrl();
    assertThat(CommandLineRun.of("seed", "--postgres-url", url, "--rows", "500").exitCode())
        .isZero();
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  private static CommandLineRun run(String command, String... args) {
    var all = new ArrayList<>(List.of(command, "--postgres-url", url));
    all.addAll(List.of(args));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private static Optional<DayVersion> version() {
    try (var allocator = new RootAllocator();
        var source =
            JournalSources.provider("copy").open(SourceConfig.of(new PostgresUrl(url), allocator));
        var table = source.load(JournalQuery.entries(JournalParameters.FIRST_DAY))) {
      return table.snapshot().version();
    }
  }

  @Test
  void installsRefreshesAndRemovesWhatIsNamed() {
    assertThat(version()).isEmpty();
    var install = run("install", "versions");
    assertThat(install.err()).isEmpty();
    assertThat(install.out().strip()).isEqualTo("versions: installed next to gl_entries");
    var installed = version();
    assertThat(installed).isPresent();
    assertThat(run("refresh", "versions").exitCode()).isZero();
    assertThat(version()).isEqualTo(installed);
    assertThat(run("uninstall", "versions").exitCode()).isZero();
    assertThat(version()).isEmpty();
  }

  @Test
  void takesAllWithoutNames() {
    var all = Strategies.allInstallations().stream().map(JournalInstallation::name).toList();
    var install = run("install");
    assertThat(install.err()).isEmpty();
    assertThat(all)
        .contains("versions")
        .allSatisfy(name -> assertThat(install.out()).contains(name + ": installed"));
    assertThat(version()).isPresent();
    assertThat(run("refresh").exitCode()).isZero();
    assertThat(run("uninstall").exitCode()).isZero();
    assertThat(version()).isEmpty();
  }

  @Test
  void saysThatNothingIsThereToRefreshOrRemove() {
    for (var command : List.of("refresh", "uninstall")) {
      for (var name :
          Strategies.allInstallations().stream().map(JournalInstallation::name).toList()) {
        var run = run(command, name);
        assertThat(run.out().strip()).isEqualTo(name + ": isn't installed next to gl_entries");
        assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
      }
      assertThat(run(command).exitCode()).isEqualTo(Ledgerload.FAILED);
    }
    assertThat(run("install", "versions").exitCode()).isZero();
    assertThat(run("refresh").exitCode()).isZero();
    assertThat(run("refresh", "versions", "mv").exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run("uninstall").out())
        .contains("versions: removed next to gl_entries")
        .contains("mv: isn't installed next to gl_entries");
  }

  @Test
  void namesWhatThereIsWhereANameIsUnknown() {
    var run = run("install", "indexes");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err())
        .startsWith("ledgerload: nothing to install is called \"indexes\"; there are: ")
        .contains("versions");
  }

  @Test
  void refusesAnOptionThatThereIsNot() {
    var run = run("install", "versions", "--option", "depth=3");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err()).contains("versions has no option \"depth\"");
  }

  @Test
  void saysWhichTableIsMissing() {
    var run = run("install", "versions", "--table", "nowhere");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("there is no table \"nowhere\"");
  }

  @Test
  void saysWhoMayInstall() throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("CREATE ROLE guest LOGIN PASSWORD 'hush-hush'");
    }
    var guests =
        url.replaceFirst("user=[^&]*", "user=guest")
            .replaceFirst("password=[^&]*", "password=hush-hush");
    var run = CommandLineRun.of("install", "versions", "--postgres-url", guests);
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("the journal's owner").doesNotContain("hush");
  }

  @Test
  void doctorListsWhatCanBeInstalled() {
    assertThat(CommandLineRun.of("doctor").out()).contains("installable versions");
  }
}
