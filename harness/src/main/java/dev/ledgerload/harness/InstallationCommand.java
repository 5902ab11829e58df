package dev.ledgerload.harness;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.SourceConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that does something to installations: to which, and where. */
abstract class InstallationCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Which of them (default: all).")
  private List<String> names = List.of();

  @Mixin private PostgresUrlOption postgres = new PostgresUrlOption();

  @Mixin private JournalOptions journal = new JournalOptions();

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "A setting of the one installation named; once for each.")
  private Map<String, String> options = new LinkedHashMap<>();

  /** What a command does to an installation. */
  interface Action {
    void on(JournalInstallation installation, SourceConfig config);
  }

  /** Installs each, in order, and says so. */
  void install() {
    forEach(
        (installation, config) -> {
          installation.install(config);
          say(installation, "installed", config);
        });
  }

  /**
   * Does something to each that is installed, in order, and says so, or that it isn't there.
   *
   * @return the exit code: 0 if it was done to all that are named, or to any if none is
   */
  int toInstalled(String done, Action action) {
    Set<String> missing = new LinkedHashSet<>();
    Set<String> found = new LinkedHashSet<>();
    forEach(
        (installation, config) -> {
          boolean isThere = installation.isInstalled(config.withOptions(Map.of()));
          action.on(installation, config); // also what isn't whole is refused or cleared away by it
          (isThere ? found : missing).add(installation.name());
          say(installation, isThere ? done : "isn't installed", config);
        });
    boolean isDone = names.isEmpty() ? !found.isEmpty() : missing.isEmpty();
    return isDone ? 0 : Ledgerload.FAILED;
  }

  private void say(JournalInstallation installation, String what, SourceConfig config) {
    var out = spec.commandLine().getOut();
    out.printf("%s: %s next to %s%n", installation.name(), what, config.schema().table());
    out.flush();
  }

  private void forEach(Action action) {
    var chosen = chosen(Strategies.allInstallations());
    if (!options.isEmpty() && chosen.size() != 1) {
      throw new IllegalArgumentException(
          "--option needs the one installation that it is for: " + namesOf(chosen));
    }
    var schema = journal.schema();
    if (schema.isQuery()) {
      throw new IllegalArgumentException(
          "the journal is a query, and things are installed next to a table: name one by table=,"
              + " or a view of the query");
    }
    try (var allocator = new RootAllocator()) {
      var config =
          SourceConfig.of(postgres.url(), allocator).withSchema(schema).withOptions(options);
      for (var installation : chosen) {
        action.on(installation, config);
      }
    }
  }

  private List<JournalInstallation> chosen(List<JournalInstallation> all) {
    if (names.isEmpty()) {
      return all;
    }
    List<JournalInstallation> chosen = new ArrayList<>();
    for (var name : names) {
      chosen.add(
          all.stream()
              .filter(installation -> installation.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(none(name, all))));
    }
    return chosen;
  }

  private static String none(String name, List<JournalInstallation> all) {
    return "nothing to install is called \"%s\"; there are: %s".formatted(name, namesOf(all));
  }

  private static String namesOf(List<JournalInstallation> installations) {
    return installations.stream().map(JournalInstallation::name).collect(joining(", "));
  }
}
