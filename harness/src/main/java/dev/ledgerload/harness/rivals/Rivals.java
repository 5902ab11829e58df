package dev.ledgerload.harness.rivals;

import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.testbed.Leftovers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rivals of a run, and what of ours is measured as they are. What they print goes to files that
 * are gone when this is closed.
 */
public final class Rivals implements AutoCloseable {
  private static final String MAIN_CLASS = "dev.ledgerload.rivals.RivalMain";
  private static final String MAIN_MODULE = "src/main/python/rival_main.py";

  private final Path directory;
  private final PrintWriter out;
  private final List<MeasuredRival> measured = new ArrayList<>();

  private Rivals(Path directory, PrintWriter out) {
    this.directory = directory;
    this.out = out;
  }

  /**
   * Those that can be measured here.
   *
   * @param all whether all are wanted
   * @param strategies those that are asked for by name: what is measured with them is wanted, too
   * @param target the day
   * @param jvmArgs of those in Java, the same as ours are measured with
   * @param interruption may end a fork
   * @param out gets a note of each that is left out
   */
  public static Rivals of(
      boolean all,
      Set<String> strategies,
      Target target,
      List<String> jvmArgs,
      Interruption interruption,
      PrintWriter out)
      throws IOException {
    var rivals = new Rivals(Leftovers.newDirectory(), out);
    if (!all && Collections.disjoint(strategies, Strategies.BESIDES)) {
      return rivals;
    }
    try {
      var folder =
          RivalsFolder.find()
              .orElseThrow(
                  () -> new RivalAbsentException("the module rivals isn't beside this build"));
      var wanted =
          folder.rivals().stream()
              .filter(rival -> all || rival.isMeasuredWith(strategies))
              .toList();
      rivals.add(folder, wanted, RivalDay.of(target), jvmArgs, interruption);
    } catch (RivalAbsentException e) {
      out.printf(
          "note: %s left out: %s%n", all ? "rivals and spark are" : "spark is", e.getMessage());
    }
    return rivals;
  }

  private void add(
      RivalsFolder folder,
      List<RivalCatalogue.Entry> wanted,
      RivalDay day,
      List<String> jvmArgs,
      Interruption interruption)
      throws IOException {
    var python = new Python(folder);
    for (var rival : wanted) {
      try {
        var extension = rival.needsExtension() ? python.get().extension().toString() : null;
        measured.add(
            new MeasuredRival(
                rival,
                rival.isPython()
                    ? pythonCommand(folder, python.get(), rival)
                    : javaCommand(folder, jvmArgs, rival),
                day,
                day.request(extension),
                directory.resolve(rival.name() + ".err"),
                interruption));
      } catch (RivalAbsentException e) {
        out.printf("note: %s is left out: %s%n", rival.title(), e.getMessage());
      }
    }
    out.flush();
  }

  static List<String> javaCommand(
      RivalsFolder folder, List<String> jvmArgs, RivalCatalogue.Entry rival) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArgs);
    if (rival.jvmArguments() != null) {
      command.add("@" + folder.path().resolveSibling(rival.jvmArguments()));
    }
    command.addAll(List.of("-cp", folder.classPath(rival.jars()), MAIN_CLASS, rival.program()));
    return command;
  }

  private static List<String> pythonCommand(
      RivalsFolder folder, PythonEnvironment python, RivalCatalogue.Entry rival) {
    return List.of(
        python.python().toString(), folder.path().resolve(MAIN_MODULE).toString(), rival.program());
  }

  /** The one environment of all, looked for once. */
  private final class Python {
    private final RivalsFolder folder;
    private @Nullable PythonEnvironment found;
    private @Nullable String absence;

    Python(RivalsFolder folder) {
      this.folder = folder;
    }

    PythonEnvironment get() throws IOException {
      if (absence != null) {
        throw new RivalAbsentException(absence);
      }
      try {
        found = found == null ? PythonEnvironment.of(folder, out) : found;
        return found;
      } catch (RivalAbsentException e) {
        absence = e.getMessage();
        throw e;
      }
    }
  }

  /** In the catalogue's order. */
  public List<MeasuredRival> measured() {
    return List.copyOf(measured);
  }

  @Override
  public void close() {
    Leftovers.delete(directory);
  }
}
