package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.setup.JvmArgs;
import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.harness.trial.TrialProtocol;
import dev.ledgerload.harness.trial.TrialReply;
import dev.ledgerload.harness.trial.TrialRequest;
import dev.ledgerload.reports.gate.Conditions;
import dev.ledgerload.reports.gate.GateSubject;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks each build what it is and which cells it has, before anything is measured. */
final class BuildHandshake {
  private final GateOptions options;
  private final GateProgress progress;
  private final TrialProcess trials;
  private final Map<String, String> shared;

  /** What one side is. */
  private record Introduced(
      GateSubject subject, String digest, Conditions conditions, List<TrialCell> cells) {}

  /**
   * @param shared the conditions that servers, journal and machine give
   */
  BuildHandshake(
      GateOptions options, GateProgress progress, TrialProcess trials, Map<String, String> shared) {
    this.options = options;
    this.progress = progress;
    this.trials = trials;
    this.shared = shared;
  }

  /**
   * What the gate's trials are of.
   *
   * @throws IllegalArgumentException if both sides could be compared but have no cell in common
   * @throws IOException if a build doesn't answer
   */
  GateHeader header(Build baseline, Build.Program candidate) throws IOException {
    var theirs = introduced(Side.BASELINE, baseline);
    var ours = introduced(Side.CANDIDATE, candidate);
    noteWhatOnlyOneHas(Side.BASELINE, theirs, ours);
    noteWhatOnlyOneHas(Side.CANDIDATE, ours, theirs);
    var both = common(theirs.cells(), ours.cells());
    var cells = both.stream().filter(this::isChosen).toList();
    if (cells.isEmpty() && theirs.conditions().equals(ours.conditions())) {
      throw new IllegalArgumentException(
          "no cell to compare: --cells chooses none of those that both sides have: %s"
              .formatted(both.stream().map(TrialCell::key).toList()));
    }
    return new GateHeader(
        GateHeader.SCHEMA_VERSION,
        theirs.subject(),
        ours.subject(),
        theirs.digest(),
        ours.digest(),
        options.seed(),
        theirs.conditions(),
        ours.conditions(),
        cells);
  }

  static List<TrialCell> common(List<TrialCell> some, List<TrialCell> others) {
    var known = new HashSet<>(others);
    return some.stream().filter(known::contains).toList();
  }

  private boolean isChosen(TrialCell cell) {
    return options.cells().isEmpty() || options.cells().stream().anyMatch(cell.key()::contains);
  }

  private Introduced introduced(Side side, Build build) throws IOException {
    if (build instanceof Build.Recorded recorded) {
      var header = recorded.log().header();
      return new Introduced(
          recorded.subject(), recorded.name(), header.candidateConditions(), header.cells());
    }
    var program = (Build.Program) build;
    var reply = reply(side, program);
    progress.say("%s: %s, commit %s", side.label(), program.name(), reply.commit());
    reply.notes().forEach(note -> progress.say("%s: %s", side.label(), note));
    return new Introduced(
        new GateSubject(program.name(), reply.commit()),
        program.digest(),
        conditions(reply),
        reply.cells());
  }

  private TrialReply reply(Side side, Build.Program program) throws IOException {
    var reply = trials.ask(program, TrialRequest.ofCells(options.strategies()));
    if (reply.error() != null) {
      throw new IOException("the %s %s: %s".formatted(side.label(), program.name(), reply.error()));
    }
    return reply;
  }

  private Conditions conditions(TrialReply reply) {
    Map<String, String> facts = new TreeMap<>(shared);
    facts.put("jdk", reply.jdk());
    facts.put("jvm arguments", String.join(" ", JvmArgs.forRows(options.rows())));
    facts.put("trial protocol", Integer.toString(TrialProtocol.VERSION));
    facts.put("trial warm-ups", Integer.toString(options.warmups()));
    facts.put(
        "trial measurements",
        "%d to %d".formatted(options.operations().least(), options.operations().most()));
    return new Conditions(facts);
  }

  private void noteWhatOnlyOneHas(Side side, Introduced one, Introduced other) {
    var known = new HashSet<>(other.cells());
    one.cells().stream()
        .filter(cell -> !known.contains(cell))
        .forEach(cell -> progress.say("note: only the %s has %s", side.label(), cell.key()));
  }
}
