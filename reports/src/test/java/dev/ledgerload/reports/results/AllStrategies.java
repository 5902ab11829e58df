package dev.ledgerload.reports.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run of every kind of method: entries, pairs, totals alone, caches warm and cold. */
public final class AllStrategies {
  private static final long ENTRIES = 1_000_000;

  /** Made once: the intervals of its cells take a second. */
  private static final RunResults RESULTS = measured();

  private final List<Cell> cells = new ArrayList<>();

  private AllStrategies() {}

  public static RunResults results() {
    return RESULTS;
  }

  private static RunResults measured() {
    var run = new AllStrategies();
    run.loads("select/plain", "ENTRY", "all", null, "live", Set.of(), 2500);
    run.loads("select/tuned", "ENTRY", "all", null, "live", Set.of(), 1400);
    run.loads("copy/one-stream", "ENTRY", "all", null, "live", Set.of(), 900);
    run.loads("copy/two-streams", "ENTRY", "all", null, "live", Set.of(), 800);
    run.loads("copy/two-streams", "ENTRY", "totals", null, "live", Set.of(), 480);
    run.loads("mv/view", "GROUP", "all", null, "old", Set.of("install"), 28);
    for (var columns : List.of("all", "totals")) {
      run.loads("redis/arrow-lz4", "ENTRY", columns, "warm", "old", Set.of("redis"), 45);
      run.loads("flight/one-stream", "ENTRY", columns, "warm", "old", Set.of("server"), 90);
      run.loads("memory/off-heap", "ENTRY", columns, "warm", "old", Set.of(), 0.05);
      run.loads("hybrid/tiers", "ENTRY", columns, "warm", "old", Set.of(), 0.09);
    }
    run.loads("redis/arrow-lz4", "ENTRY", "all", "cold", "live", Set.of("redis"), 1300);
    run.loads("memory/off-heap", "ENTRY", "all", "cold", "live", Set.of(), 905);
    run.totals("indb/function", "live", 500);
    run.totals("indb/covering-index", "live", 240);
    run.totals("indb/view-totals", "old", 40);
    run.cells.add(
        SampleRun.cell("drain/one-stream", "all", ENTRIES, "load")
            .floor(true)
            .provider("docker")
            .counted(92 * ENTRIES, null, null)
            .measured(List.of(), SampleRun.times(880, 3), false));
    return SampleRun.of(run.cells);
  }

  /** Two that are as fast as that of a house and that of a country. */
  public static final List<LinkSpeed> LINKS =
      List.of(new LinkSpeed(1, 1_000_000_000), new LinkSpeed(10, 200_000_000));

  /**
   * The same, and smaller days at which two methods were measured, one of them in vain; and some
   * over links, one of them in vain over the second, and one of them in many round trips.
   */
  public static RunResults atSeveralSizes() {
    var cells = new ArrayList<Cell>(results().cells());
    SampleRun.results().cells().stream()
        .filter(cell -> cell.id().rows() < ENTRIES)
        .forEach(cells::add);
    return SampleRun.of(cells, linked());
  }

  private static List<Cell> linked() {
    var cells = new ArrayList<Cell>();
    for (var link : LINKS) {
      cells.add(
          linked(load("drain/one-stream", null).floor(true), link, 103_500_000, 880, 1, false));
      cells.add(linked(load("select/plain", null), link, 102_600_000, 2500, 2, true));
      cells.add(linked(load("select/tuned", null), link, 103_500_000, 1400, 250, true));
      cells.add(linked(load("redis/arrow-lz4", "warm"), link, 25_200_000, 45, 2, true));
      var totals = new CellBuilder("indb", "covering-index", "GROUP", "none", ENTRIES, "total");
      cells.add(
          link.equals(LINKS.get(0))
              ? linked(totals, link, 2_400_000, 240, 1, true)
              : totals.link(link).provider("embedded").failed("connection reset"));
    }
    return cells;
  }

  private static CellBuilder load(String method, @Nullable String state) {
    return SampleRun.cell(method, "all", ENTRIES, "load").state(state);
  }

  private static Cell linked(
      CellBuilder cell,
      LinkSpeed link,
      long wireBytes,
      double hereMs,
      int roundTrips,
      boolean verified) {
    double ms = Math.max(hereMs, link.msOf(wireBytes)) + roundTrips * link.roundTripMs();
    return cell.link(link)
        .provider("embedded")
        .counted(wireBytes, null, 0.4 * hereMs)
        .measured(SampleRun.times(ms, 7, 1), SampleRun.times(ms, 8, 3), verified);
  }

  private void loads(
      String method,
      String grain,
      String columns,
      @Nullable String state,
      String freshness,
      Set<String> needs,
      double ms) {
    for (var phase : List.of("load", "process", "total")) {
      var words = method.split("/", -1);
      double time = phase.equals("load") ? ms : phase.equals("process") ? 12 : ms + 12;
      cells.add(
          new CellBuilder(words[0], words[1], grain, columns, ENTRIES, phase)
              .processor(phase.equals("load") ? null : "kernel")
              .state(state)
              .freshness(freshness)
              .needs(needs)
              .provider("embedded")
              .delivered(
                  grain.equals("ENTRY") ? ENTRIES : 35_000,
                  grain.equals("ENTRY") ? (columns.equals("all") ? 76 : 20) * ENTRIES : 4_200_000)
              .counted(null, ms < 1 ? 900.0 : 400 * ms, 0.8 * time)
              .measured(
                  SampleRun.times(time * 1.5, 99, 2), SampleRun.times(time, cells.size()), true));
    }
  }

  private void totals(String method, String freshness, double ms) {
    var words = method.split("/", -1);
    cells.add(
        new CellBuilder(words[0], words[1], "GROUP", "none", ENTRIES, "total")
            .freshness(freshness)
            .needs(Set.of("install"))
            .provider("embedded")
            .delivered(35_000, 0)
            .counted(null, 2_400_000.0, null)
            .measured(List.of(), SampleRun.times(ms, cells.size()), true));
  }
}
