package dev.ledgerload.harness.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one operation cost besides its time; JMH reads the fields after each. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class OpCost {
  /** Time to load. */
  public long loadNanos;

  /** Time from the loaded table to totals. */
  public long processNanos;

  /** CPU time that the calling thread spent in the load. */
  public long loadCpuNanos;

  /** CPU time of this JVM in the load, all threads; a step of the system's clock more or less. */
  public long loadClientCpuNanos;

  /** Heap bytes that the calling thread allocated in the load. */
  public long loadAllocatedBytes;

  /** Rows loaded. */
  public long tableRows;

  /** Bytes of the loaded table outside the heap. */
  public long tableBytes;

  /** How long before the operation the table's snapshot was taken; negative if after it began. */
  public long ageMillis;

  /** Bytes of data received, where they were counted. */
  public long wireBytes;
}
