package dev.ledgerload.reports.results;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Cell} of given times; what isn't set stays zero, empty or null. */
public final class CellBuilder {
  private CellId id;
  private @Nullable String freshness;
  private List<String> needs = List.of();
  private String provider = "";
  private boolean floor;
  private Costs costs = Costs.NONE;

  public CellBuilder(
      String strategy, String variant, String grain, String columns, long rows, String phase) {
    this(new CellId(strategy, variant, grain, columns, rows, phase, null, null, null));
  }

  public CellBuilder(CellId id) {
    this.id = id;
  }

  public CellBuilder processor(@Nullable String name) {
    id = with(name, id.state());
    return this;
  }

  public CellBuilder state(@Nullable String name) {
    id = with(id.processor(), name);
    return this;
  }

  public CellBuilder link(@Nullable LinkSpeed link) {
    id = id.over(link);
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

  /** Rows and bytes of a table; nothing is counted of what they cost. */
  public CellBuilder delivered(long rows, long bytes) {
    costs = new Costs(rows, bytes, null, null, null, null);
    return this;
  }

  public CellBuilder counted(
      @Nullable Long wireBytes, @Nullable Double allocBytesPerOp, @Nullable Double clientCpuMs) {
    costs =
        new Costs(
            costs.rowsLoaded(),
            costs.bytes(),
            wireBytes,
            allocBytesPerOp,
            clientCpuMs,
            clientCpuMs);
    return this;
  }

  public Cell measured(List<List<Double>> warmup, List<List<Double>> samples, boolean verified) {
    return new Cell(
        id, freshness, needs, Times.of(warmup, samples), costs, verified, provider, floor, null);
  }

  public Cell failed(String error) {
    return Cell.failed(id, needs, provider, floor, error);
  }

  private CellId with(@Nullable String processor, @Nullable String state) {
    return new CellId(
        id.strategy(),
        id.variant(),
        id.grain(),
        id.columns(),
        id.rows(),
        id.phase(),
        processor,
        state,
        id.link());
  }
}
