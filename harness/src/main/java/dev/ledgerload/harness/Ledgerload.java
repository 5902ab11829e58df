package dev.ledgerload.harness;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.harness.setup.InterruptedRunException;
import dev.ledgerload.harness.setup.Interruption;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code ledgerload} command line, and its exit codes. */
@Command(
    name = "ledgerload",
    description =
        "Loads a day's journal out of PostgreSQL, measures the ways to do it, proves the answers.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    subcommands = {
      InitCommand.class,
      LoadCommand.class,
      TotalsCommand.class,
      BenchCommand.class,
      ReportCommand.class,
      GateCommand.class,
      SeedCommand.class,
      InstallCommand.class,
      RefreshCommand.class,
      UninstallCommand.class,
      WarmCommand.class,
      ServeFlightCommand.class,
      DoctorCommand.class,
      GenerateCompletion.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is well",
      "1:a method gave a wrong answer or failed while it was measured",
      "2:the command line is wrong",
      "3:the work could not be done",
      "4:gate: a regression",
      "5:gate: the two sides were not measured under the same conditions",
      "6:gate --strict: no regression found, but some cells can't be told",
      "130:the run was interrupted"
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

  private final Interruption interruption = Interruption.ofCommand();

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
    if (args.isEmpty()) {
      new CommandLine(ledgerload).usage(err);
      return USAGE;
    }
    var redaction = redaction(args);
    try {
      return new CommandLine(ledgerload)
          .setOut(out)
          .setErr(err)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setParameterExceptionHandler((failure, typed) -> refuse(failure, redaction))
          .setExecutionExceptionHandler(
              (failure, command, parsed) -> report(failure, redaction, err, ledgerload.verbose))
          .execute(args.toArray(String[]::new));
    } finally {
      ledgerload.interruption.close();
    }
  }

  private static Redaction redaction(List<String> args) {
    List<String> texts = new ArrayList<>(args);
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("LEDGERLOAD_")) {
                texts.add(value);
              }
            });
    return new Redaction(texts);
  }

  /** One line, with a hint at the help rather than all of it. */
  private static int refuse(ParameterException failure, Redaction redaction) {
    var command = failure.getCommandLine();
    var suggestions =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.<String>of();
    var text =
        "ledgerload: %s%s; see %s --help"
            .formatted(
                String.valueOf(failure.getMessage()).lines().collect(joining(" ")),
                suggestions.isEmpty()
                    ? ""
                    : "; did you mean %s?".formatted(String.join(", ", suggestions)),
                command.getCommandSpec().qualifiedName());
    command.getErr().println(redaction.of(text));
    return USAGE;
  }

  /** One message, that of the failure; what led to it only where it is asked for. */
  private static int report(
      Exception failure, Redaction redaction, PrintWriter err, boolean verbose) {
    var text = new StringWriter();
    if (verbose) {
      failure.printStackTrace(new PrintWriter(text, true));
    } else {
      var message = failure.getMessage();
      text.append("ledgerload: ").append(message == null ? failure.toString() : message);
    }
    err.println(redaction.of(text.toString().stripTrailing()));
    if (failure instanceof InterruptedRunException) {
      return Interruption.EXIT_CODE;
    }
    return failure instanceof IllegalArgumentException ? USAGE : FAILED;
  }

  /** What a command that is to be held on Ctrl-C begins; it ends with the command. */
  Interruption interruption() {
    return interruption;
  }
}
