package dev.ledgerload.harness.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records trials of equal and of slowed down builds, and writes what the gate makes of them: {@code
 * mvn -Pgate-proof verify}.
 */
final class GateProof {
  private GateProof() {}

  /**
   * Measures and writes.
   *
   * @param args the directory to write to, entries of the day, rounds, measured operations of a
   *     trial
   */
  public static void main(String[] args) throws IOException {
    var directory = Path.of(args[0]);
    var out = new PrintWriter(System.out, true, UTF_8);
    Files.createDirectories(directory);
    new ProofMeasurement(
            Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]), out)
        .run(System.getProperty("java.class.path"), directory);
    Files.writeString(
        directory.resolve("proof.md"),
        ProofReport.of(ProofTrials.read(directory), ProofTrials.conditions(directory)));
    out.println("proof: " + directory.resolve("proof.md"));
  }
}
