package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.rivals.MeasuredRival;
import dev.ledgerload.reports.results.CellId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A rival's turn. */
record RivalTurn(MeasuredRival rival, Preset.Settings settings) implements Turn {

  @Override
  public String label() {
    return String.format(Locale.ROOT, "%s, %,d rows", rival.title(), rival.rows());
  }

  @Override
  public long rows() {
    return rival.rows();
  }

  @Override
  public int forks() {
    return settings.forks();
  }

  @Override
  public void take() {
    rival.runFork(settings.warmups(), settings.measurements());
  }

  @Override
  public @Nullable String outcome() {
    if (rival.error() != null) {
      return "FAILED: " + rival.error();
    }
    return rival.hasOutcome()
        ? String.format(Locale.ROOT, "%8.2f ms %s", rival.medianMs(), CellId.LOAD)
        : null;
  }
}
