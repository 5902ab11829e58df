package dev.ledgerload.harness.trial;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a build answers.
 *
 * @param protocol the build's version
 * @param commit of the build
 * @param jdk that ran it
 * @param cells that it has, if it was asked for them
 * @param notes what was left out, and why
 * @param samples of the cell, if it was asked to measure one
 * @param error why there is no answer; else null
 * @param wrongAnswer whether that is because the cell gave a wrong one
 */
public record TrialReply(
    int protocol,
    String commit,
    String jdk,
    List<TrialCell> cells,
    List<String> notes,
    List<TrialSample> samples,
    @Nullable String error,
    boolean wrongAnswer) {

  /** The cells that this build has. */
  public static TrialReply ofCells(List<TrialCell> cells, List<String> notes) {
    return reply(cells, notes, List.of(), null, false);
  }

  /** A cell's figures. */
  public static TrialReply ofSamples(List<TrialSample> samples) {
    return reply(List.of(), List.of(), samples, null, false);
  }

  /** Why there are none, or why a build did not reply. */
  public static TrialReply ofError(String error, boolean wrongAnswer) {
    return reply(List.of(), List.of(), List.of(), error, wrongAnswer);
  }

  /** Whether it is an error that may not come again; a wrong answer counts at once. */
  public boolean mayBeChance() {
    return error != null && !wrongAnswer;
  }

  private static TrialReply reply(
      List<TrialCell> cells,
      List<String> notes,
      List<TrialSample> samples,
      @Nullable String error,
      boolean wrongAnswer) {
    return new TrialReply(
        TrialProtocol.VERSION,
        BuildCommit.name(),
        "%s %s %s"
            .formatted(
                System.getProperty("java.vm.vendor"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.runtime.version")),
        cells,
        notes,
        samples,
        error,
        wrongAnswer);
  }
}
