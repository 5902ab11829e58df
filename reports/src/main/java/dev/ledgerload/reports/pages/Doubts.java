package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a run's figures say little, as far as the run itself tells; a sentence each. */
final class Doubts {
  /** Seeding a journal keeps a client and a server busy just before the measuring begins. */
  private static final int OWN_LOAD = 1;

  private static final double MOST_STEAL_PERCENT = 2;
  private static final int LEAST_FORKS = 3;
  private static final int LEAST_SAMPLES = 10;

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

  private Doubts() {}

  static List<String> of(RunResults results) {
    var doubts = new ArrayList<String>();
    Map<String, String> machine = results.environment().machine();
    OptionalDouble load = first(machine.get("load average at start"));
    OptionalDouble cores = first(machine.get("cores"));
    if (load.isPresent()
        && cores.isPresent()
        && load.getAsDouble() > cores.getAsDouble() + OWN_LOAD) {
      doubts.add(
          "Others ran beside it: the load average was %s on %s cores when it began."
              .formatted(Figures.plain(load.getAsDouble()), Figures.plain(cores.getAsDouble())));
    }
    OptionalDouble steal = first(machine.get("steal"));
    if (steal.isPresent() && steal.getAsDouble() > MOST_STEAL_PERCENT) {
      doubts.add(
          "The host took %s %% of the machine’s time."
              .formatted(Figures.plain(steal.getAsDouble())));
    }
    String disturbed = machine.get("disturbed");
    if (disturbed != null) {
      doubts.add("It was disturbed: %s.".formatted(disturbed));
    }
    OptionalInt forks = least(results, Doubts::forks);
    if (forks.isPresent() && forks.getAsInt() < LEAST_FORKS) {
      doubts.add(
          "There are cells of %s: how JVMs differ, no interval knows."
              .formatted(forks.getAsInt() == 1 ? "one JVM" : "two JVMs"));
    }
    OptionalInt samples = least(results, cell -> cell.times().pooled().length);
    if (samples.isPresent() && samples.getAsInt() < LEAST_SAMPLES) {
      doubts.add("There are cells of %d samples.".formatted(samples.getAsInt()));
    }
    return List.copyOf(doubts);
  }

  /** Of the cells without a link: a line's times hardly vary. */
  private static OptionalInt least(RunResults results, ToIntFunction<Cell> count) {
    return results.cells().stream().filter(Cell::succeeded).mapToInt(count).min();
  }

  private static int forks(Cell cell) {
    return cell.times().samples().size();
  }

  private static OptionalDouble first(@Nullable String fact) {
    Matcher number = NUMBER.matcher(fact == null ? "" : fact);
    return number.find()
        ? OptionalDouble.of(Double.parseDouble(number.group()))
        : OptionalDouble.empty();
  }
}
