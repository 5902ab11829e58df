package dev.ledgerload.reports.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an operation delivers and takes beside time, in the middle of many.
 *
 * @param rowsLoaded rows delivered
 * @param bytes bytes of the delivered table, outside or on the heap
 * @param wireBytes bytes that went between this side and its servers in one operation, both ways,
 *     if counted
 * @param allocBytesPerOp bytes allocated on the heap, if counted
 * @param cpuMs CPU time of the calling thread, if counted
 * @param clientCpuMs CPU time of the loading JVM, all threads; the mean, for systems count it in
 *     steps. Null in files that are older than this
 */
public record Costs(
    long rowsLoaded,
    long bytes,
    @Nullable Long wireBytes,
    @Nullable Double allocBytesPerOp,
    @Nullable Double cpuMs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double clientCpuMs) {

  /** Of a cell without samples. */
  static final Costs NONE = new Costs(0, 0, null, null, null, null);

  /** Of at least one operation; what is counted in the load is a cost of that phase only. */
  public static Costs of(String phase, List<Sample> samples) {
    long rows = (long) middle(samples, Sample::rows);
    long bytes = (long) middle(samples, Sample::tableBytes);
    if (!phase.equals(CellId.LOAD)) {
      return new Costs(rows, bytes, null, null, null, null);
    }
    long wireBytes = wireBytes(samples);
    return new Costs(
        rows,
        bytes,
        wireBytes == 0 ? null : wireBytes,
        middle(samples, Sample::allocatedBytes),
        middle(samples, Sample::cpuMs),
        mean(samples, Sample::clientCpuMs));
  }

  /**
   * The same of operations over a link, whose bytes are counted whatever the phase, also where
   * there were none.
   */
  public static Costs overLink(String phase, List<Sample> samples) {
    Costs costs = of(phase, samples);
    return new Costs(
        costs.rowsLoaded,
        costs.bytes,
        wireBytes(samples),
        costs.allocBytesPerOp,
        costs.cpuMs,
        costs.clientCpuMs);
  }

  /** The same where the wire's bytes were counted apart. */
  public Costs withWireBytes(long counted) {
    return new Costs(rowsLoaded, bytes, counted, allocBytesPerOp, cpuMs, clientCpuMs);
  }

  private static long wireBytes(List<Sample> samples) {
    return (long) middle(samples, Sample::wireBytes);
  }

  private static double mean(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return samples.stream().mapToDouble(figure).average().orElse(0);
  }

  private static double middle(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return samples.stream().mapToDouble(figure).sorted().toArray()[samples.size() / 2];
  }
}
