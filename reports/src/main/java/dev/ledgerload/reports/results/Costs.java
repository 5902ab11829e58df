package dev.ledgerload.reports.results;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an operation delivers and takes beside time, in the middle of many.
 *
 * @param rowsLoaded rows delivered
 * @param bytes bytes of the delivered table, outside or on the heap
 * @param wireBytes bytes read from the server, if counted
 * @param allocBytesPerOp bytes allocated on the heap, if counted
 * @param cpuMs CPU time of this process, if counted
 */
public record Costs(
    long rowsLoaded,
    long bytes,
    @Nullable Long wireBytes,
    @Nullable Double allocBytesPerOp,
    @Nullable Double cpuMs) {

  /** Of a cell without samples. */
  static final Costs NONE = new Costs(0, 0, null, null, null);

  /** Of at least one operation; what is counted in the load is a cost of that phase only. */
  public static Costs of(String phase, List<Sample> samples) {
    long rows = (long) middle(samples, Sample::rows);
    long bytes = (long) middle(samples, Sample::tableBytes);
    if (!phase.equals(CellId.LOAD)) {
      return new Costs(rows, bytes, null, null, null);
    }
    long wireBytes = (long) middle(samples, Sample::wireBytes);
    return new Costs(
        rows,
        bytes,
        wireBytes == 0 ? null : wireBytes,
        middle(samples, Sample::allocatedBytes),
        middle(samples, Sample::cpuMs));
  }

  private static double middle(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return samples.stream().mapToDouble(figure).sorted().toArray()[samples.size() / 2];
  }
}
