package dev.ledgerload.postgres.proposal;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes a proposal, setting by setting, with the reasons. */
final class ProposalText {

  private final CatalogueTable table;
  private final Optional<String> someDay;
  private final Optional<CatalogueColumn> day;
  private final Optional<DayJoin> join;
  private final List<CatalogueColumn> keys;
  private final List<CatalogueColumn> measures;
  private final RestChoice rest;
  private final List<String> missing = new ArrayList<>();
  private final PropertiesText text = new PropertiesText();
  private final DigitsText digits;

  ProposalText(
      CatalogueTable table,
      Sample sample,
      Optional<String> someDay,
      Optional<CatalogueColumn> day,
      Optional<DayJoin> join,
      List<CatalogueColumn> keys,
      List<CatalogueColumn> measures) {
    this.table = table;
    this.someDay = someDay;
    digits = new DigitsText(table, sample, text);
    this.day = day;
    this.join = join;
    this.keys = keys.stream().filter(RestChoice::isListable).toList();
    this.measures = measures.stream().filter(RestChoice::isListable).toList();
    rest = new RestChoice(table.columns().stream().filter(column -> !hasRole(column)).toList());
  }

  private boolean hasRole(CatalogueColumn column) {
    return keys.contains(column)
        || measures.contains(column)
        || day.filter(column::equals).isPresent();
  }

  JournalProposal proposal() {
    text.comment(
        "Proposed by ledgerload init for the %s %s%s."
            .formatted(table.kindInWords(), table.qualifiedName(), size()));
    text.comment("It goes by names and statistics: read it before you rely on it.");
    if (table.showsRowsByUser()) {
      text.comment("Row-level security: you see your own rows of it; others see others.");
    }
    text.blank();
    writeRelation();
    writeDay();
    writeKeys();
    writeMeasures();
    writeCodes();
    writeOthers();
    digits.writeUntyped(loaded().stream().filter(CatalogueColumn::isUntyped).toList());
    FilterText.write(table, text);
    writeLeftOut();
    return new JournalProposal(text.toString(), missing, join.isPresent(), someDay);
  }

  private String size() {
    return table.rows() < 0 ? "" : String.format(Locale.ROOT, ", about %,.0f rows", table.rows());
  }

  private void writeRelation() {
    if (join.isEmpty()) {
      boolean canBeNamed = table.schema().indexOf('.') < 0 && table.name().indexOf('.') < 0;
      text.set("table", canBeNamed ? table.qualifiedName() : table.name());
      return;
    }
    var heads = join.get();
    text.comment(
        "Its lines have no day: that is in %s, which %s leads to."
            .formatted(heads.head().qualifiedName(), heads.column().name()));
    text.comment(
        "A query joins them. It is loaded by one stream, and has no versions; an index on");
    text.comment(
        "%s of %s keeps it quick.".formatted(heads.column().name(), table.qualifiedName()));
    text.set("query", heads.query(table, loaded()));
  }

  private List<CatalogueColumn> loaded() {
    return table.columns().stream().filter(column -> !rest.leftOut().containsKey(column)).toList();
  }

  private void writeDay() {
    text.blank();
    var found = day.or(() -> join.map(DayJoin::day));
    if (found.isEmpty()) {
      missing.add(
          "no column of %s can be the booking day: say query=, with a join to the table that has it"
              .formatted(table.qualifiedName()));
      text.comment("No column can be the booking day. Say query= instead of table=, as");
      text.comment(
          "query=SELECT h.posted_on, l.* FROM %s AS l JOIN heads AS h ON h.id = l.head_id"
              .formatted(table.sql()));
      text.commentOut("day", "posted_on");
      return;
    }
    var column = found.get();
    text.comment("%s%s.".formatted(column.declared(), indexOf(column)));
    otherDays(column);
    text.set("day", column.name());
    if (column.type().equals("timestamptz")) {
      text.comment("A moment lies in a day by a time zone: that of your books, as Europe/Berlin.");
      text.set("day.zone", "UTC");
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
      text.comment("Other columns that could be it: %s.".formatted(others));
    }
  }

  private void writeKeys() {
    text.blank();
    if (keys.isEmpty()) {
      missing.add(
          "no column of %s looks like an account: name what entries are grouped by, as keys=…"
              .formatted(table.qualifiedName()));
      text.comment("No column looks like an account: name what entries are grouped by.");
      text.commentOut("keys", "account_id");
      return;
    }
    text.comment("What entries are grouped by.");
    keys.forEach(key -> text.comment("  %s: %s".formatted(key.name(), whyKey(key))));
    text.set("keys", names(keys));
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
    text.blank();
    if (measures.isEmpty()) {
      missing.add(
          "no column of %s looks like an exact amount: name what is summed, as measures=…"
              .formatted(table.qualifiedName()));
      text.comment("No column looks like an exact amount: name what is summed.");
      text.commentOut("measures", "amount");
      return;
    }
    text.comment("What is summed; groups are ranked by the first.");
    measures.forEach(
        measure -> text.comment("  %s: %s".formatted(measure.name(), measure.declared())));
    text.set("measures", names(measures));
    measures.stream()
        .filter(CatalogueColumn::isInteger)
        .forEach(measure -> digits.writeMinorUnits(measure, missing));
  }

  private void writeCodes() {
    if (!rest.codes().isEmpty()) {
      text.blank();
      text.comment("Texts of few different values; they cost a byte or two a row.");
      text.set("codes", names(rest.codes()));
    }
  }

  private void writeOthers() {
    if (!rest.others().isEmpty()) {
      text.blank();
      text.comment("What else is loaded. Totals don't need it; leave out what you don't use.");
      text.set("columns", names(rest.others()));
    }
  }

  private void writeLeftOut() {
    if (!rest.leftOut().isEmpty()) {
      text.blank();
      text.comment("Left out; name a column that is held under columns= to load it.");
      rest.leftOut()
          .forEach((column, why) -> text.comment("  %s: %s".formatted(column.name(), why)));
    }
  }

  private static String names(List<CatalogueColumn> columns) {
    return columns.stream().map(CatalogueColumn::name).collect(joining(","));
  }
}
