package dev.ledgerload.harness;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The {@code ledgerload} command line.
 *
 * <p>Exit codes: 0 all is well; 1 a method gave a wrong answer or failed while it was measured; 2
 * the command line is wrong; 3 the work could not be done (no server, no disk, no such table …); 4
 * the gate found a regression; 5 the gate's two sides can't be compared; 6 the gate, being strict,
 * couldn't tell of some cell.
 */
@Command(
    name = "ledgerload",
    description =
        "Measures ways to load a day's journal out of PostgreSQL, and proves the answers.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    subcommands = {
      BenchCommand.class,
      ReportCommand.class,
      GateCommand.class,
      SeedCommand.class,
      InstallCommand.class,
      RefreshCommand.class,
      UninstallCommand.class,
      WarmCommand.class,
      ServeFlightCommand.class,
      DoctorCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is well",
      "1:a method gave a wrong answer or failed while it was measured",
      "2:the command line is wrong",
      "3:the work could not be done",
      "4:gate: a regression",
      "5:gate: the two sides were not measured under the same conditions",
      "6:gate --strict: no regression found, but some cells can't be told"
    })
public final class Ledgerload {
  static final int WRONG_ANSWER = 1;
  static final int USAGE = 2;
  static final int FAILED = 3;

  /**
   * They tell of each Docker engine and image that can't be had by stack traces; the testbed says
   * what came of it in a line.
   */
  private static final List<String> DOCKER_LOGGERS =
      List.of("org.testcontainers", "com.github.dockerjava", "tc");

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  boolean verbose;

  private Ledgerload() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    if (!List.of(args).contains("--verbose")) {
      DOCKER_LOGGERS.forEach(
          name -> System.setProperty("org.slf4j.simpleLogger.log." + name, "off"));
    }
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(args), out, err));
  }

  /** Runs a command; its exit code. */
  static int run(List<String> args, PrintWriter out, PrintWriter err) {
    var ledgerload = new Ledgerload();
    return new CommandLine(ledgerload)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> report(failure, err, ledgerload.verbose))
        .execute(args.toArray(String[]::new));
  }

  /** One message, that of the failure; what led to it only where it is asked for. */
  private static int report(Exception failure, PrintWriter err, boolean verbose) {
    if (verbose) {
      failure.printStackTrace(err);
    } else {
      var message = failure.getMessage();
      err.println("ledgerload: " + (message == null ? failure.toString() : message));
    }
    return failure instanceof IllegalArgumentException ? USAGE : FAILED;
  }
}
