package dev.ledgerload.reports.results;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Cell}: set what is known, then end with {@link #measured} or {@link #failed}. The
 * meaning of each value is that of the cell's component of the same name. Not thread-safe.
 */
public final class CellBuilder {
  private final String strategy;
  private final String variant;
  private final String grain;
  private final String columns;
  private final long rows;
  private final String phase;
  private @Nullable String processor;
  private @Nullable String state;
  private @Nullable String freshness;
  private List<String> needs = List.of();
  private String provider = "";
  private boolean floor;
  private long rowsLoaded;
  private long bytes;
  private @Nullable Long wireBytes;
  private @Nullable Double allocBytesPerOp;
  private @Nullable Double cpuMs;

  CellBuilder(
      String strategy, String variant, String grain, String columns, long rows, String phase) {
    this.strategy = strategy;
    this.variant = variant;
    this.grain = grain;
    this.columns = columns;
    this.rows = rows;
    this.phase = phase;
  }

  public CellBuilder processor(@Nullable String name) {
    processor = name;
    return this;
  }

  public CellBuilder state(@Nullable String name) {
    state = name;
    return this;
  }

  public CellBuilder freshness(@Nullable String name) {
    freshness = name;
    return this;
  }

  public CellBuilder needs(Collection<String> names) {
    needs = List.copyOf(names);
    return this;
  }

  public CellBuilder provider(String name) {
    provider = name;
    return this;
  }

  public CellBuilder floor(boolean isFloor) {
    floor = isFloor;
    return this;
  }

  public CellBuilder rowsLoaded(long count) {
    rowsLoaded = count;
    return this;
  }

  public CellBuilder bytes(long count) {
    bytes = count;
    return this;
  }

  public CellBuilder wireBytes(@Nullable Long count) {
    wireBytes = count;
    return this;
  }

  public CellBuilder allocBytesPerOp(@Nullable Double count) {
    allocBytesPerOp = count;
    return this;
  }

  public CellBuilder cpuMs(@Nullable Double time) {
    cpuMs = time;
    return this;
  }

  /**
   * A measured cell, its figures computed from the samples.
   *
   * @param warmupMs unmeasured times, {@code [fork][iteration]}
   * @param samplesMs measured times, {@code [fork][iteration]}, at least one
   * @throws IllegalArgumentException if something is outside what {@link Cell} allows
   */
  public Cell measured(
      List<List<Double>> warmupMs, List<List<Double>> samplesMs, boolean verified) {
    SampleStatistics figures = SampleStatistics.of(samplesMs);
    return cell(warmupMs, samplesMs, figures, verified, null);
  }

  /** A cell that could not be measured; what was set of it stays. */
  public Cell failed(String error) {
    return cell(List.of(), List.of(), SampleStatistics.NONE, false, error);
  }

  private Cell cell(
      List<List<Double>> warmupMs,
      List<List<Double>> samplesMs,
      SampleStatistics figures,
      boolean verified,
      @Nullable String error) {
    return new Cell(
        strategy,
        variant,
        grain,
        columns,
        rows,
        phase,
        processor,
        state,
        freshness,
        needs,
        "ms",
        warmupMs,
        samplesMs,
        figures.median(),
        figures.p95(),
        figures.ciLow(),
        figures.ciHigh(),
        rowsLoaded,
        bytes,
        wireBytes,
        allocBytesPerOp,
        cpuMs,
        verified,
        provider,
        floor,
        error);
  }
}
