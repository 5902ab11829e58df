package dev.ledgerload.reports.results;

/**
 * One operation that was measured.
 *
 * @param loadMs time to load the day; of totals that are loaded at once, all
 * @param processMs time from the loaded day to totals
 * @param totalMs both
 * @param cpuMs CPU time of the calling thread in the load
 * @param clientCpuMs CPU time of the loading JVM in the load, all threads; in steps of 10 ms
 * @param allocatedBytes heap bytes that the calling thread allocated in the load
 * @param rows rows of the loaded table, or ranks of the totals
 * @param tableBytes bytes of the loaded table; 0 if there is none
 * @param wireBytes bytes received; 0 if they weren't counted
 * @param ageMillis how long before the operation the day was as it was delivered; negative if that
 *     was after it began
 */
public record Sample(
    double loadMs,
    double processMs,
    double totalMs,
    double cpuMs,
    double clientCpuMs,
    double allocatedBytes,
    long rows,
    long tableBytes,
    long wireBytes,
    long ageMillis) {

  /** The time that a cell of this phase is of. */
  public double ms(String phase) {
    return switch (phase) {
      case CellId.LOAD -> loadMs;
      case CellId.PROCESS -> processMs;
      default -> totalMs;
    };
  }
}
