package dev.ledgerload.spi;

import static dev.ledgerload.spi.JournalSchema.ENTRY_COUNT;
import static dev.ledgerload.spi.JournalSchema.TOTAL_PREFIX;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.Column.Role;
import dev.ledgerload.spi.ColumnType.Decimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link JournalSchema}. What is said twice is added where there can be several, and
 * replaced where there can't; what is wrong is said by {@link #build()}, all of it at once. Not
 * thread-safe.
 */
public final class JournalSchemaBuilder {
  private static final int MAX_MINOR_UNITS = 18;

  /**
   * Something wrong.
   *
   * @param key of a {@code journal.properties}, where it was said or should be
   */
  record Problem(String key, String text) {}

  private final Map<Role, List<String>> named = new LinkedHashMap<>();
  private final Map<String, Integer> minorUnits = new TreeMap<>();
  private final Map<String, Decimal> digits = new TreeMap<>();
  private final Map<String, String> sqlNames = new TreeMap<>();
  private @Nullable String table;
  private @Nullable String query;
  private @Nullable String filter;
  private @Nullable ZoneId dayZone;
  private boolean onlyPositiveTotals;

  JournalSchemaBuilder() {
    for (var role : List.of(Role.DAY, Role.KEY, Role.MEASURE, Role.CODE, Role.PLAIN)) {
      named.put(role, new ArrayList<>());
    }
  }

  JournalSchemaBuilder table(String name) {
    table = name;
    return this;
  }

  JournalSchemaBuilder query(String sql) {
    query = sql;
    return this;
  }

  /** The column of the day: a date, or a timestamp that lies in it. */
  public JournalSchemaBuilder day(String name) {
    names(Role.DAY).clear();
    return add(Role.DAY, name);
  }

  /** Where a {@code timestamp with time zone} lies in a day. */
  public JournalSchemaBuilder dayZone(ZoneId zone) {
    dayZone = zone;
    return this;
  }

  /** Columns that entries are grouped by, after those named before. */
  public JournalSchemaBuilder keys(String... names) {
    return add(Role.KEY, names);
  }

  /** Columns that are summed, after those named before. */
  public JournalSchemaBuilder measures(String... names) {
    return add(Role.MEASURE, names);
  }

  /** Further columns that have few different texts, after those named before. */
  public JournalSchemaBuilder codes(String... names) {
    return add(Role.CODE, names);
  }

  /**
   * What else is loaded, after what was named before. Columns that have a role already may be named
   * too, to say the order of all; those that aren't come first.
   */
  public JournalSchemaBuilder columns(String... names) {
    return add(Role.PLAIN, names);
  }

  /**
   * Of a measure whose integers count minor units.
   *
   * @param scale the digits behind the point, as 2 for cents
   */
  public JournalSchemaBuilder minorUnits(String measure, int scale) {
    minorUnits.put(measure, scale);
    return this;
  }

  /** The digits to hold a column by that the database declares as {@code numeric} without any. */
  public JournalSchemaBuilder numeric(String column, Decimal shape) {
    digits.put(column, shape);
    return this;
  }

  /** What the database calls a column, if it isn't its name. */
  public JournalSchemaBuilder sqlName(String column, String name) {
    sqlNames.put(column, name);
    return this;
  }

  /**
   * A condition that entries must meet.
   *
   * @param sql trusted, as {@code status = 'posted'}
   */
  public JournalSchemaBuilder filter(String sql) {
    filter = sql;
    return this;
  }

  /** Whether totals are only groups whose first measure sums to more than 0; else all are. */
  public JournalSchemaBuilder onlyPositiveTotals(boolean only) {
    onlyPositiveTotals = only;
    return this;
  }

  private JournalSchemaBuilder add(Role role, String... names) {
    names(role).addAll(List.of(names));
    return this;
  }

  private List<String> names(Role role) {
    return requireNonNull(named.get(role));
  }

  /**
   * The schema.
   *
   * @throws IllegalArgumentException if it can't be one; the message names all problems at once
   */
  public JournalSchema build() {
    var problems = problems();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          problems.stream()
              .map(problem -> problem.key() + ": " + problem.text())
              .collect(joining("; ")));
    }
    var relation =
        query == null ? Relation.table(requireNonNull(table)) : Relation.query(query.strip());
    return new JournalSchema(
        relation,
        Grain.ENTRY,
        columns(),
        new JournalSchema.Details(
            names(Role.KEY),
            names(Role.MEASURE),
            Optional.ofNullable(dayZone),
            minorUnits,
            digits,
            sqlNames,
            Optional.ofNullable(filter).map(String::strip),
            onlyPositiveTotals));
  }

  private List<Column> columns() {
    Map<String, Role> roles = new LinkedHashMap<>();
    named.forEach((role, names) -> names.forEach(name -> roles.putIfAbsent(name, role)));
    Set<String> inOrder = new LinkedHashSet<>(roles.keySet());
    inOrder.removeAll(new HashSet<>(names(Role.PLAIN)));
    inOrder.addAll(names(Role.PLAIN));
    List<Column> columns = new ArrayList<>();
    inOrder.forEach(
        name -> columns.add(new Column(columns.size(), name, requireNonNull(roles.get(name)))));
    names(Role.MEASURE)
        .forEach(name -> columns.add(new Column(columns.size(), TOTAL_PREFIX + name, Role.TOTAL)));
    columns.add(new Column(columns.size(), ENTRY_COUNT, Role.COUNT));
    return List.copyOf(columns);
  }

  /** All that is wrong, in the order of the keys of a {@code journal.properties}. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    checkRelation(problems);
    named.forEach((role, names) -> checkNames(role, names, problems));
    checkOneRoleEach(problems);
    checkNamesOfGroups(problems);
    checkMinorUnits(problems);
    checkDigits(problems);
    checkSqlNames(problems);
    checkSql("filter", filter, "leave it out, or say a condition, as status = 'posted'", problems);
    return problems;
  }

  private void checkRelation(List<Problem> problems) {
    if (table == null && query == null) {
      problems.add(
          new Problem("table", "is missing: name the journal's table, as table=public.gl_entries"));
    } else if (table != null && query != null) {
      problems.add(new Problem("query", "is one journal and table another: leave one of them out"));
    }
    if (table != null) {
      var problem = Names.problemOfTable(table);
      if (!problem.isEmpty()) {
        problems.add(new Problem("table", problem.replaceFirst("^table ", "")));
      }
    }
    checkSql("query", query, "say a SELECT", problems);
    if (query != null && query.strip().endsWith(";")) {
      problems.add(
          new Problem("query", "is to stand in brackets: leave the semicolon at its end out"));
    }
  }

  private static void checkSql(
      String key, @Nullable String sql, String remedy, List<Problem> problems) {
    if (sql != null && (sql.isBlank() || !Names.isSql(sql))) {
      problems.add(new Problem(key, "is empty, or has a NUL character in it: " + remedy));
    }
  }

  private static void checkNames(Role role, List<String> names, List<Problem> problems) {
    var key = key(role);
    if (names.isEmpty() && role.compareTo(Role.MEASURE) <= 0) {
      problems.add(new Problem(key, "no column is named: " + missing(role)));
    }
    Set<String> met = new HashSet<>();
    for (var name : names) {
      if (!Names.isColumn(name)) {
        problems.add(
            new Problem(
                key,
                "\"%s\" is no name: it has to be one or more characters without commas, control"
                        .formatted(name)
                    + " characters and blanks at its ends; a column that is called otherwise gets"
                    + " a name here, and its own by column.NAME.sql"));
      } else if (!met.add(name)) {
        problems.add(new Problem(key, "%s is named twice: leave one of them out".formatted(name)));
      }
    }
  }

  static String key(Role role) {
    return switch (role) {
      case DAY -> "day";
      case KEY -> "keys";
      case MEASURE -> "measures";
      case CODE -> "codes";
      default -> "columns";
    };
  }

  private static String missing(Role role) {
    return switch (role) {
      case DAY -> "name the column of the booking day, as day=trx_date";
      case KEY -> "name one or more columns that entries are grouped by, as keys=account_id";
      default -> "name one or more columns that are summed, as measures=amount";
    };
  }

  /** But for {@code columns}, which may name what has a role to say the order. */
  private void checkOneRoleEach(List<Problem> problems) {
    Map<String, Role> roles = new LinkedHashMap<>();
    for (var role : List.of(Role.DAY, Role.KEY, Role.MEASURE, Role.CODE)) {
      for (var name : new LinkedHashSet<>(names(role))) {
        var earlier = roles.putIfAbsent(name, role);
        if (earlier != null) {
          problems.add(
              new Problem(
                  key(role),
                  "%s is named by %s already: a column has one role, so leave one of them out"
                      .formatted(name, key(earlier))));
        }
      }
    }
  }

  private void checkNamesOfGroups(List<Problem> problems) {
    Set<String> taken = new HashSet<>(Set.of(ENTRY_COUNT));
    names(Role.MEASURE).forEach(name -> taken.add(TOTAL_PREFIX + name));
    for (var role : List.of(Role.DAY, Role.KEY)) { // the day, too, is in a table of groups
      for (var name : names(role)) {
        if (taken.contains(name)) {
          problems.add(
              new Problem(
                  key(role),
                  "%2$s is what a group's number of entries or sum is called: give the %1$s another name, and say column.NAME.sql=%2$s"
                      .formatted(role == Role.DAY ? "day" : "key", name)));
        }
      }
    }
  }

  private void checkMinorUnits(List<Problem> problems) {
    minorUnits.forEach(
        (name, scale) -> {
          var key = "measure." + name + ".scale";
          if (!names(Role.MEASURE).contains(name)) {
            problems.add(new Problem(key, isNone("measure", name, names(Role.MEASURE))));
          }
          if (scale < 0 || scale > MAX_MINOR_UNITS) {
            problems.add(
                new Problem(
                    key,
                    "must be the digits behind the point that the integers count, from 0 to %d, as 2 for cents; not %d"
                        .formatted(MAX_MINOR_UNITS, scale)));
          }
        });
  }

  private void checkDigits(List<Problem> problems) {
    digits.forEach(
        (name, shape) -> {
          var key = "column." + name + ".numeric";
          requireColumn(key, name, problems);
          if (names(Role.DAY).contains(name)) {
            problems.add(new Problem(key, "the day has no digits: leave this out"));
          }
          if (names(Role.MEASURE).contains(name) && !shape.canBeMeasure()) {
            problems.add(
                new Problem(
                    key,
                    "a measure has at most %d digits, not %d"
                        .formatted(Decimal.MAX_SUMMED_PRECISION, shape.precision())));
          }
          if (minorUnits.containsKey(name)) {
            problems.add(
                new Problem(
                    key,
                    "measure.%s.scale says that it holds integers: leave one of them out"
                        .formatted(name)));
          }
        });
  }

  private void checkSqlNames(List<Problem> problems) {
    sqlNames.forEach(
        (name, sql) -> {
          var key = "column." + name + ".sql";
          requireColumn(key, name, problems);
          if (!Names.isSql(sql)) {
            problems.add(
                new Problem(key, "must be what the database calls the column, not \"" + sql + '"'));
          }
        });
  }

  private void requireColumn(String key, String name, List<Problem> problems) {
    if (named.values().stream().noneMatch(names -> names.contains(name))) {
      Set<String> known = new LinkedHashSet<>();
      named.values().forEach(known::addAll);
      problems.add(new Problem(key, isNone("column", name, known)));
    }
  }

  private static String isNone(String what, String name, Collection<String> known) {
    return "there is no %s %s: leave this out, or name one of %s"
        .formatted(what, name, String.join(", ", known));
  }
}
