package dev.ledgerload.postgres.proposal;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.ColumnType.Decimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes a proposal, setting by setting, with the reasons. */
final class ProposalText {
  private static final int CENTS = 2;
  private static final int MOST_CODES = 1_000;
  private static final int LONG_TEXT = 60;
  private static final Pattern LISTABLE = Pattern.compile("[^,\\p{Cntrl}]+");

  private final CatalogueTable table;
  private final Sample sample;
  private final Optional<CatalogueColumn> day;
  private final Optional<DayJoin> join;
  private final List<CatalogueColumn> keys;
  private final List<CatalogueColumn> measures;
  private final List<CatalogueColumn> codes = new ArrayList<>();
  private final List<CatalogueColumn> others = new ArrayList<>();
  private final Map<CatalogueColumn, String> leftOut = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  ProposalText(
      CatalogueTable table,
      Sample sample,
      Optional<CatalogueColumn> day,
      Optional<DayJoin> join,
      List<CatalogueColumn> keys,
      List<CatalogueColumn> measures) {
    this.table = table;
    this.sample = sample;
    this.day = day;
    this.join = join;
    this.keys = keys.stream().filter(ProposalText::isListable).toList();
    this.measures = measures.stream().filter(ProposalText::isListable).toList();
    table.columns().stream().filter(column -> !hasRole(column)).forEach(this::sort);
  }

  private boolean hasRole(CatalogueColumn column) {
    return keys.contains(column)
        || measures.contains(column)
        || day.filter(column::equals).isPresent();
  }

  private static boolean isListable(CatalogueColumn column) {
    return LISTABLE.matcher(column.name()).matches() && column.name().strip().equals(column.name());
  }

  private void sort(CatalogueColumn column) {
    var reason = reasonToLeaveOut(column);
    if (reason.isPresent()) {
      leftOut.put(column, reason.get());
    } else if (isCode(column)) {
      codes.add(column);
    } else {
      others.add(column);
    }
  }

  private static Optional<String> reasonToLeaveOut(CatalogueColumn column) {
    if (!column.readable()) {
      return Optional.of("you may not read it: GRANT SELECT");
    }
    if (!isListable(column)) {
      return Optional.of(
          "its name can't stand in a list: give it another, and say column.OTHER.sql");
    }
    if (!column.isHeld()) {
      return Optional.of("%s isn't held".formatted(column.declared()));
    }
    if (column.isEmpty()) {
      return Optional.of("NULL in every row that the statistics know");
    }
    if (column.type().startsWith("json") || column.type().equals("bytea")) {
      return Optional.of("%s, which may be long".formatted(column.declared()));
    }
    if (column.isText() && isLong(column)) {
      return Optional.of("free text" + ofWidth(column));
    }
    return MeasureChoice.refusal(column);
  }

  private static boolean isLong(CatalogueColumn column) {
    return column.width().orElse(0) > LONG_TEXT
        || (NameRules.fits(NameRules.FREE_TEXT, column.name())
            && column.distinct().orElse(MOST_CODES + 1.0) > MOST_CODES);
  }

  private static String ofWidth(CatalogueColumn column) {
    return column.width().isPresent()
        ? String.format(Locale.ROOT, ", %.0f bytes a row", column.width().getAsDouble())
        : "";
  }

  private static boolean isCode(CatalogueColumn column) {
    return column.isText()
        && !column.unique()
        && (column.distinct().isPresent()
            ? column.distinct().getAsDouble() <= MOST_CODES
                && NameRules.fits(NameRules.CODES, column.name())
            : NameRules.fits(NameRules.CODES, column.name()));
  }

  JournalProposal proposal() {
    comment(
        "Proposed by ledgerload init for the %s %s%s."
            .formatted(table.kindInWords(), table.qualifiedName(), size()));
    comment("It goes by names and statistics: read it before you rely on it.");
    if (table.showsRowsByUser()) {
      comment("Row-level security: you see your own rows of it; others see others.");
    }
    blank();
    writeRelation();
    writeDay();
    writeKeys();
    writeMeasures();
    writeCodes();
    writeOthers();
    writeDigits();
    writeFilter();
    writeLeftOut();
    return new JournalProposal(
        text.toString(),
        missing,
        join.isPresent(),
        missing.isEmpty() ? someDay() : Optional.empty());
  }

  private Optional<String> someDay() {
    return sample.lastDay();
  }

  private String size() {
    return table.rows() < 0 ? "" : String.format(Locale.ROOT, ", about %,.0f rows", table.rows());
  }

  private void writeRelation() {
    if (join.isEmpty()) {
      boolean canBeNamed = table.schema().indexOf('.') < 0 && table.name().indexOf('.') < 0;
      set("table", canBeNamed ? table.qualifiedName() : table.name());
      return;
    }
    var heads = join.get();
    comment(
        "Its lines have no day: that is in %s, which %s leads to."
            .formatted(heads.head().qualifiedName(), heads.column().name()));
    comment("A query joins them. It is loaded by one stream, and has no versions; an index on");
    comment("%s of %s keeps it quick.".formatted(heads.column().name(), table.qualifiedName()));
    set("query", heads.query(table, loaded()));
  }

  private List<CatalogueColumn> loaded() {
    return table.columns().stream().filter(column -> !leftOut.containsKey(column)).toList();
  }

  private void writeDay() {
    blank();
    var found = day.or(() -> join.map(DayJoin::day));
    if (found.isEmpty()) {
      missing.add(
          "no column of %s can be the booking day: say query=, with a join to the table that has it"
              .formatted(table.qualifiedName()));
      comment("No column can be the booking day. Say query= instead of table=, as");
      comment(
          "query=SELECT h.posted_on, l.* FROM %s AS l JOIN heads AS h ON h.id = l.head_id"
              .formatted(table.sql()));
      commentOut("day", "posted_on");
      return;
    }
    var column = found.get();
    comment("%s%s.".formatted(column.declared(), indexOf(column)));
    otherDays(column);
    set("day", column.name());
    if (column.type().equals("timestamptz")) {
      comment("A moment lies in a day by a time zone: that of your books, as Europe/Berlin.");
      set("day.zone", "UTC");
    }
  }

  private String indexOf(CatalogueColumn column) {
    if (join.isPresent() || !table.isTable()) {
      return "";
    }
    return column.leadsIndex()
        ? ", which an index begins with"
        : ", without an index: each load reads the whole table";
  }

  private void otherDays(CatalogueColumn chosen) {
    var others =
        table.columns().stream()
            .filter(column -> column.isMoment() && column.readable() && !column.equals(chosen))
            .map(CatalogueColumn::name)
            .collect(joining(", "));
    if (!others.isEmpty() && join.isEmpty()) {
      comment("Other columns that could be it: %s.".formatted(others));
    }
  }

  private void writeKeys() {
    blank();
    if (keys.isEmpty()) {
      missing.add(
          "no column of %s looks like an account: name what entries are grouped by, as keys=…"
              .formatted(table.qualifiedName()));
      comment("No column looks like an account: name what entries are grouped by.");
      commentOut("keys", "account_id");
      return;
    }
    comment("What entries are grouped by.");
    keys.forEach(key -> comment("  %s: %s".formatted(key.name(), whyKey(key))));
    set("keys", names(keys));
  }

  private static String whyKey(CatalogueColumn key) {
    var values =
        key.distinct().isPresent()
            ? String.format(Locale.ROOT, ", about %,.0f values", key.distinct().getAsDouble())
            : "";
    var reason =
        KeyChoice.isCurrency(key)
            ? "so that no amounts of two currencies are added"
            : NameRules.fits(NameRules.SIDES, key.name())
                ? "so that debits and credits aren't added"
                : key.references().map(name -> "leads to " + name).orElse("by its name");
    return "%s, %s%s".formatted(key.declared(), reason, values);
  }

  private void writeMeasures() {
    blank();
    if (measures.isEmpty()) {
      missing.add(
          "no column of %s looks like an exact amount: name what is summed, as measures=…"
              .formatted(table.qualifiedName()));
      comment("No column looks like an exact amount: name what is summed.");
      commentOut("measures", "amount");
      return;
    }
    comment("What is summed; groups are ranked by the first.");
    measures.forEach(measure -> comment("  %s: %s".formatted(measure.name(), measure.declared())));
    set("measures", names(measures));
    measures.stream().filter(CatalogueColumn::isInteger).forEach(this::writeMinorUnits);
  }

  private void writeMinorUnits(CatalogueColumn measure) {
    var denominator = MeasureChoice.denominator(table, measure);
    var key = "measure.%s.scale".formatted(measure.name());
    if (denominator.isPresent()) {
      var power = sample.solePowerOfTen(denominator.get());
      var name = denominator.get().name();
      if (power.isPresent()) {
        comment(
            "%s is 1%s in all of %,d rows that were looked at. If others differ, sums are wrong:"
                .formatted(name, "0".repeat(power.getAsInt()), sample.rows()));
        comment(
            "then say filter=%s = 1%s, or divide in a query."
                .formatted(name, "0".repeat(power.getAsInt())));
        set(key, Integer.toString(power.getAsInt()));
      } else {
        comment("%s differs from row to row: divide by it in a query, exactly.".formatted(name));
        missing.add(
            "%s is to be divided by %s, which differs from row to row: say query= with a division"
                .formatted(measure.name(), name));
        commentOut(key, "2");
      }
    } else if (NameRules.fits(NameRules.PIECES, measure.name())) {
      set(key, "0");
    } else {
      comment(
          "%s holds whole numbers: taken for hundredths, as cents. Say 0 if they are whole units, 3"
              .formatted(measure.name()));
      comment("for thousandths.");
      set(key, Integer.toString(CENTS));
    }
  }

  private void writeCodes() {
    if (!codes.isEmpty()) {
      blank();
      comment("Texts of few different values; they cost a byte or two a row.");
      set("codes", names(codes));
    }
  }

  private void writeOthers() {
    if (!others.isEmpty()) {
      blank();
      comment("What else is loaded. Totals don't need it; leave out what you don't use.");
      set("columns", names(others));
    }
  }

  private void writeDigits() {
    var untyped =
        table.columns().stream()
            .filter(column -> column.isUntyped() && !leftOut.containsKey(column))
            .toList();
    if (untyped.isEmpty()) {
      return;
    }
    blank();
    comment(
        "Declared without digits, so these are assumed: in %,d rows that were looked at no value"
            .formatted(sample.rows()));
    comment("had more behind the point. One that has is refused, never rounded: say more then.");
    untyped.forEach(
        column ->
            set(
                "column.%s.numeric".formatted(column.name()),
                "%d,%d"
                    .formatted(
                        Decimal.MAX_SUMMED_PRECISION,
                        Math.min(
                            Decimal.MAX_SUMMED_PRECISION,
                            Math.max(CENTS, sample.scale(column).orElse(CENTS))))));
  }

  private void writeFilter() {
    blank();
    comment("Which entries count, in SQL. All do without; that is yours to know.");
    var states =
        table.columns().stream()
            .filter(column -> column.readable() && NameRules.fits(NameRules.STATES, column.name()))
            .toList();
    if (states.isEmpty()) {
      commentOut("filter", "status = 'posted'");
    }
    for (var state : states) {
      if (!state.common().isEmpty()) {
        comment("  %s has %s".formatted(state.name(), String.join(", ", state.common())));
      }
      commentOut("filter", condition(state));
    }
  }

  private static String condition(CatalogueColumn state) {
    var name = CatalogueTable.quoted(state.name());
    if (state.type().equals("bool")) {
      return NameRules.words(state.name()).matches(".*(revers|void|cancel|delet|draft).*")
          ? "NOT " + name
          : name;
    }
    var value = state.common().isEmpty() ? "posted" : state.common().get(0);
    return "%s = '%s'".formatted(name, value.replace("'", "''"));
  }

  private void writeLeftOut() {
    if (!leftOut.isEmpty()) {
      blank();
      comment("Left out; name a column that is held under columns= to load it.");
      leftOut.forEach((column, why) -> comment("  %s: %s".formatted(column.name(), why)));
    }
  }

  private static String names(List<CatalogueColumn> columns) {
    return columns.stream().map(CatalogueColumn::name).collect(joining(","));
  }

  private void blank() {
    text.append('\n');
  }

  private void comment(String line) {
    text.append("# ").append(line.replaceAll("\\p{Cntrl}", " ")).append('\n');
  }

  private void commentOut(String key, String value) {
    text.append('#').append(setting(key, value));
  }

  private void set(String key, String value) {
    text.append(setting(key, value));
  }

  /** As {@link java.util.Properties} read it. */
  private static String setting(String key, String value) {
    var escapedKey = key.replace("\\", "\\\\").replaceAll("([ :=#!])", "\\\\$1");
    var escapedValue = value.replace("\\", "\\\\");
    return escapedKey + '=' + (escapedValue.startsWith(" ") ? "\\" : "") + escapedValue + '\n';
  }
}
