package dev.ledgerload.reports.results;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that one run measured: the content of {@code results.json}, whose schema is {@code
 * docs/results-schema.md}.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}; what a file of version 1 says is taken over
 * @param runId names the run, also in its directory
 * @param startedAt when the run began
 * @param finishedAt when its last cell ended, not before {@code startedAt}
 * @param preset quick, standard, full or another name for how long was measured
 * @param provider where PostgreSQL came from: url, docker or embedded
 * @param baseline the method that every improvement is against, as strategy/variant
 * @param environment the machine, the versions, the settings
 * @param cells what was measured, in the order measured; no two with the same {@link CellId#key()}
 * @param linkedCells the same of what was measured over links. They are apart, and absent where
 *     there are none, for who doesn't know of links would take them for cells of the others' kind
 * @param rivals other people's ways to load, measured between the cells; empty if none were
 * @param methods what the cells' methods are; empty in files that are older than this
 */
public record RunResults(
    int schemaVersion,
    String runId,
    Instant startedAt,
    Instant finishedAt,
    String preset,
    String provider,
    String baseline,
    Environment environment,
    List<Cell> cells,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<Cell> linkedCells,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Rival> rivals,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<MethodDescription> methods) {

  /** The version of the schema that this code writes; it reads that and version 1. */
  public static final int SCHEMA_VERSION = 2;

  /** The method that improvements are against unless a run says otherwise. */
  public static final String DEFAULT_BASELINE = "select/plain";

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public RunResults {
    if (schemaVersion < 1 || schemaVersion > SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion must be %d, not %d".formatted(SCHEMA_VERSION, schemaVersion));
    }
    schemaVersion = SCHEMA_VERSION;
    requireNonNull(runId, "runId");
    requireNonNull(preset, "preset");
    requireNonNull(provider, "provider");
    requireNonNull(environment, "environment");
    if (finishedAt.isBefore(startedAt)) {
      throw new IllegalArgumentException(
          "finishedAt must not be before %s, but is %s".formatted(startedAt, finishedAt));
    }
    if (!baseline.matches("[^/]+/[^/]+")) {
      throw new IllegalArgumentException("baseline must be strategy/variant, not " + baseline);
    }
    cells = List.copyOf(cells);
    linkedCells = List.copyOf(linkedCells);
    rivals = List.copyOf(rivals);
    methods = List.copyOf(methods);
    requireDifferent(cells);
    requireDifferent(linkedCells);
    cells.forEach(cell -> requireLinked(cell, false));
    linkedCells.forEach(cell -> requireLinked(cell, true));
  }

  private static void requireDifferent(List<Cell> cells) {
    var seen = new HashSet<String>();
    for (Cell cell : cells) {
      if (!seen.add(cell.id().key())) {
        throw new IllegalArgumentException("cells must differ, but two are " + cell.id().key());
      }
    }
  }

  private static void requireLinked(Cell cell, boolean linked) {
    if ((cell.id().link() != null) != linked) {
      throw new IllegalArgumentException(
          "a cell over a link is among linkedCells, and no other, but not " + cell.id().key());
    }
  }

  /** With those over links. */
  public Stream<Cell> allCells() {
    return Stream.concat(cells.stream(), linkedCells.stream());
  }

  /** The links that were measured over, in the order of their cells. */
  public List<LinkSpeed> links() {
    return linkedCells.stream().map(cell -> requireNonNull(cell.id().link())).distinct().toList();
  }

  /** Of a run without rivals, that says nothing of its methods. */
  public RunResults(
      int schemaVersion,
      String runId,
      Instant startedAt,
      Instant finishedAt,
      String preset,
      String provider,
      String baseline,
      Environment environment,
      List<Cell> cells,
      List<Cell> linkedCells) {
    this(
        schemaVersion,
        runId,
        startedAt,
        finishedAt,
        preset,
        provider,
        baseline,
        environment,
        cells,
        linkedCells,
        List.of(),
        List.of());
  }

  /** The same with rivals. */
  public RunResults withRivals(List<Rival> others) {
    return with(others, methods);
  }

  /** The same with what its methods are. */
  public RunResults withMethods(List<MethodDescription> descriptions) {
    return with(rivals, descriptions);
  }

  private RunResults with(List<Rival> others, List<MethodDescription> descriptions) {
    return new RunResults(
        schemaVersion,
        runId,
        startedAt,
        finishedAt,
        preset,
        provider,
        baseline,
        environment,
        cells,
        linkedCells,
        others,
        descriptions);
  }

  /**
   * Reads a {@code results.json}.
   *
   * @throws ReportException if there is no such file, it isn't JSON, has another schema version, or
   *     lacks a field or has a wrong one; the message names the file and what is wrong
   */
  public static RunResults read(Path resultsJson) {
    return RecordJson.read(resultsJson, RunResults.class, SCHEMA_VERSION);
  }

  /** This as standard JSON on one line; NaN becomes null. */
  public String toJson() {
    return RecordJson.line(this);
  }

  /**
   * Writes this as standard JSON (NaN becomes null), whole or not at all.
   *
   * @throws ReportException if the file can't be written
   */
  public void write(Path resultsJson) {
    WholeFile.write(resultsJson, RecordJson.text(this));
  }
}
