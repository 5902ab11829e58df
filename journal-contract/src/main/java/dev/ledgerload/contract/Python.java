package dev.ledgerload.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The Python with pyarrow that the environment names, as another reader of Arrow. */
public final class Python {
  /** The environment's variable that names it. */
  public static final String VARIABLE = "LEDGERLOAD_PYTHON";

  private static final String EVERY_TYPE = resource("every_type.py");

  private Python() {}

  private static String resource(String name) {
    try (var file = Python.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a script and gives the lines that it prints; it must end well. It may call {@code
   * print_all(table)}: a line of the columns' types, then one for each row with the values as
   * {@link EveryType#text} says them; all of it with {@code |} between the columns.
   */
  public static List<String> run(String script, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(System.getenv(VARIABLE), "-c", EVERY_TYPE + script));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    var process = builder.start();
    try (var out = process.inputReader(UTF_8)) {
      var lines = out.lines().toList();
      assertThat(process.waitFor()).isZero();
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }
}
