package dev.ledgerload.harness.trial;

import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.Sample;

/**
 * One measured operation.
 *
 * @param millis from the query to the totals; to the last byte for the floor
 * @param allocatedBytes heap bytes that the calling thread allocated in the load; 0 if not counted
 * @param rows rows of the loaded table, or ranks of the totals
 * @param tableBytes bytes of the loaded table; 0 if there is none
 * @param wireBytes bytes received; 0 if not counted
 */
public record TrialSample(
    double millis, double allocatedBytes, long rows, long tableBytes, long wireBytes) {

  /** Of an operation of a cell. */
  public static TrialSample of(CellId cell, Sample sample) {
    return new TrialSample(
        sample.ms(cell.phase()),
        sample.allocatedBytes(),
        sample.rows(),
        sample.tableBytes(),
        sample.wireBytes());
  }
}
