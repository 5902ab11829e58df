package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.Rival;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Other people's ways to load beside ours: all that load the whole day from the journal itself, the
 * fastest first, those that failed last.
 */
public record RivalComparison(long entries, List<Row> rows) {
  /** How to read it. */
  public static final String NOTE =
      "Each loads all columns of the day, warm, to what it makes, in a process of its own that takes"
          + " its turns with ours. Of copy and of floor: this time to that of copy · one-stream and of"
          + " the floor in this run. CPU is that of the whole process in a load, with what collects"
          + " garbage and compiles. Memory is the whole process’s too, and wasn’t taken of ours; a JVM"
          + " takes more than it needs. To Arrow: what it takes further to have columns with exact"
          + " amounts. Entries, sums, NULLs and lengths of each column were compared"
          + " with the database’s own.";

  private static final String ABSENT = "–";
  private static final String COPY = "copy/one-stream";
  private static final Set<String> TEXTS = Set.of("text", "string", "utf8", "str", "object");

  /**
   * One way to load.
   *
   * @param rival null if it is ours
   * @param cell null if it isn't
   * @param ofCopy its time to that of copy over one connection, if both were measured
   * @param ofFloor its time to that of the floor, likewise
   */
  public record Row(
      @Nullable Rival rival,
      @Nullable Cell cell,
      Figure time,
      @Nullable Ratio ofCopy,
      @Nullable Ratio ofFloor) {

    public String title() {
      return rival != null ? rival.title() : method().map(Method::label).orElse("");
    }

    public String language() {
      return rival != null ? rival.language() : "Java";
    }

    public boolean isOurs() {
      return cell != null && !cell.floor();
    }

    public boolean isFloor() {
      return cell != null && cell.floor();
    }

    public String version() {
      return rival != null ? rival.version() : "";
    }

    public String makes() {
      if (rival != null) {
        return rival.makes();
      }
      if (isFloor()) {
        return "nothing";
      }
      return cell != null && Needs.hasSpark(cell) ? "rows of Spark’s, none kept" : "Arrow batches";
    }

    public String cpu() {
      Double ms = rival != null ? rival.cpuMs() : cell == null ? null : cell.costs().clientCpuMs();
      return ms == null ? ABSENT : Figures.time(ms);
    }

    public String peak() {
      return bytes(rival == null ? null : rival.peakBytes());
    }

    /** What a loaded day takes; a dash where nothing is kept. */
    public String size() {
      Long bytes =
          rival != null
              ? rival.resultBytes()
              : cell == null ? null : Long.valueOf(cell.costs().bytes());
      return bytes(bytes == null || bytes == 0 ? null : bytes);
    }

    public String wire() {
      if (rival != null) {
        return bytes(rival.wireBytes());
      }
      return bytes(cell == null ? null : cell.costs().wireBytes());
    }

    public String conversion() {
      return rival == null || rival.conversionMs() == null
          ? ABSENT
          : Figures.time(rival.conversionMs());
    }

    /** Whether amounts are what they are in the database, and as what. */
    public String exact() {
      if (rival == null) {
        return isOurs() ? "yes" : ABSENT;
      }
      var amount = rival.amount();
      if (amount == null || rival.exact() == null) {
        return ABSENT;
      }
      if (TEXTS.contains(amount.toLowerCase(Locale.ROOT))) {
        return "as text";
      }
      return (rival.exact() ? "yes, " : "no, ") + amount;
    }

    public String nullsApart() {
      if (rival == null) {
        return isOurs() ? "yes" : ABSENT;
      }
      return rival.nullsApart() == null ? ABSENT : rival.nullsApart() ? "yes" : "no";
    }

    private Optional<Method> method() {
      return Optional.ofNullable(cell).map(Method::of);
    }

    private static String bytes(@Nullable Long bytes) {
      return bytes == null ? ABSENT : Figures.bytes(bytes);
    }

    private double order() {
      return time.order().isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(time.order());
    }
  }

  /** Empty where no rival was measured. */
  public static RivalComparison of(RunResults results) {
    var rivals = results.rivals();
    if (rivals.isEmpty()) {
      return new RivalComparison(0, List.of());
    }
    long entries = rivals.get(0).rows();
    var ours = results.cells().stream().filter(cell -> isBeside(cell, entries)).toList();
    var copy = ours.stream().filter(cell -> Method.of(cell).isNamed(COPY)).findFirst();
    var floor = ours.stream().filter(Cell::floor).findFirst();
    List<Row> rows = new ArrayList<>();
    for (var rival : rivals) {
      rows.add(
          new Row(
              rival,
              null,
              Figure.ofRival(rival),
              copy.map(cell -> ratio(rival, cell)).orElse(null),
              floor.map(cell -> ratio(rival, cell)).orElse(null)));
    }
    for (var cell : ours) {
      rows.add(
          new Row(
              null,
              cell,
              Figure.of(cell),
              Ratio.of(cell, copy.orElse(null)),
              Ratio.of(cell, floor.orElse(null))));
    }
    rows.sort(Comparator.comparingDouble(Row::order));
    return new RivalComparison(entries, List.copyOf(rows));
  }

  /**
   * Whether it loads what rivals do: the whole day as of now, from the journal, into nothing kept.
   */
  private static boolean isBeside(Cell cell, long entries) {
    var id = cell.id();
    return id.rows() == entries
        && id.phase().equals(CellId.LOAD)
        && id.grain().equals("ENTRY")
        && id.columns().equals("all")
        && id.state() == null
        && (cell.needs().isEmpty() || Needs.hasSpark(cell));
  }

  private static @Nullable Ratio ratio(Rival rival, Cell cell) {
    return rival.succeeded() && cell.succeeded() ? Ratio.of(rival.times(), cell.times()) : null;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public String entriesText() {
    return Figures.count(entries);
  }

  /** The rivals, to say what each is. */
  public List<Rival> rivals() {
    return rows.stream()
        .map(Row::rival)
        .flatMap(rival -> Optional.ofNullable(rival).stream())
        .toList();
  }

  /** For a table of texts. */
  public static String text(@Nullable Ratio ratio) {
    return ratio == null ? ABSENT : ratio.text();
  }
}
