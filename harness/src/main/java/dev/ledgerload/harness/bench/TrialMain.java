package dev.ledgerload.harness.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.harness.trial.TrialProtocol;
import dev.ledgerload.harness.trial.TrialReply;
import dev.ledgerload.harness.trial.TrialRequest;
import dev.ledgerload.harness.trial.TrialSample;
import dev.ledgerload.reports.results.CellId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What the gate starts of a build, in a fresh JVM: answers one request about {@link Target#read()}.
 * Its name is part of the protocol.
 */
public final class TrialMain {
  private TrialMain() {}

  /** Reads a request from standard input, answers it on standard output, and ends the JVM. */
  public static void main(String[] args) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    var out = new PrintStream(System.out, true, UTF_8);
    var request = in.readLine();
    if (request != null) {
      out.println(TrialProtocol.line(answer(request, () -> awaitTurn(in, out))));
    }
    System.exit(0); // whatever threads a loader may have left
  }

  private static void awaitTurn(BufferedReader in, PrintStream out) {
    out.println(TrialProtocol.READY);
    try {
      if (in.readLine() == null) {
        System.exit(0); // the gate is gone
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TrialReply answer(String text, Runnable awaitTurn) {
    try {
      var request = TrialProtocol.request(text);
      if (request.protocol() != TrialProtocol.VERSION) {
        return TrialReply.ofError(
            "this build speaks version %d of the trial protocol, not %d"
                .formatted(TrialProtocol.VERSION, request.protocol()),
            false);
      }
      var cell = request.cell();
      return cell == null ? cells(request) : measure(cell.id(), request, awaitTurn);
    } catch (RuntimeException e) {
      return TrialReply.ofError(String.valueOf(e.getMessage()), false);
    }
  }

  private static TrialReply cells(TrialRequest request) {
    var target = Target.read();
    var notes = new StringWriter();
    var methods =
        Methods.of(
            Strategies.named(request.strategies()), target, false, new PrintWriter(notes, true));
    var cells = BenchPlan.cells(List.of(Math.toIntExact(target.rows())), methods);
    return TrialReply.ofCells(
        cells.stream().map(TrialCell::of).toList(), notes.toString().lines().toList());
  }

  private static TrialReply measure(CellId cell, TrialRequest request, Runnable awaitTurn) {
    var record = new CellRecord(cell);
    ForkRunner.runHere(record, request.warmups(), request.measurements(), awaitTurn);
    var error = record.error();
    if (error != null) {
      return TrialReply.ofError(error, error.startsWith(WrongAnswerException.BEGINNING));
    }
    return TrialReply.ofSamples(
        record.samples().stream().map(sample -> TrialSample.of(cell, sample)).toList());
  }
}
