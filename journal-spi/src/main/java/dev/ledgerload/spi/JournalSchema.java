package dev.ledgerload.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.ledgerload.spi.Column.Role;
import dev.ledgerload.spi.ColumnType.Decimal;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a journal is: the table, view or query that holds it, which column is the day, which are
 * keys and measures, and which others are to be loaded. Immutable and thread-safe.
 *
 * <p>Built by {@link #of(String)} or {@link #ofQuery}, or read from a file by {@link #read}. Of
 * which types the columns are is the database's to say; a schema names columns and their roles.
 *
 * <p>Names are taken literally, letter case included, and always quoted as identifiers, so any name
 * that PostgreSQL allows is safe here. Filter and query are SQL, and trusted: they are to come from
 * the configuration, never from a request.
 *
 * <p>A schema is of a {@link Grain}. That of entries is what is built or read; that of groups is
 * {@linkplain #of(Grain) derived} from it.
 */
public final class JournalSchema {
  static final String TOTAL_PREFIX = "total_";
  static final String ENTRY_COUNT = "entry_count";

  private static final int FINGERPRINT_BYTES = 16;

  /**
   * The table {@code gl_entries} of a number, a day, two accounts, an amount and five analysis
   * codes: {@code id, trx_date, acc_debit, acc_credit, amount, t_1 … t_5}.
   */
  public static final JournalSchema GL_ENTRIES =
      of("gl_entries")
          .day("trx_date")
          .keys("acc_debit", "acc_credit")
          .measures("amount")
          .codes("t_1", "t_2", "t_3", "t_4", "t_5")
          .columns("id", "trx_date", "acc_debit", "acc_credit", "amount")
          .columns("t_1", "t_2", "t_3", "t_4", "t_5")
          .onlyPositiveTotals(true)
          .build();

  /**
   * What is said of single columns, by their names, and of the whole.
   *
   * @param keys their order, the measures' likewise: it need not be that of the table
   * @param sqlNames what the database calls columns, where it isn't their name
   */
  record Details(
      List<String> keys,
      List<String> measures,
      Optional<ZoneId> dayZone,
      Map<String, Integer> minorUnits,
      Map<String, Decimal> digits,
      Map<String, String> sqlNames,
      Optional<String> filter,
      boolean onlyPositiveTotals) {
    Details {
      keys = List.copyOf(keys);
      measures = List.copyOf(measures);
      minorUnits = Map.copyOf(minorUnits);
      digits = Map.copyOf(digits);
      Map<String, String> others = new TreeMap<>(sqlNames);
      others.entrySet().removeIf(name -> name.getKey().equals(name.getValue()));
      sqlNames = Map.copyOf(others);
    }
  }

  private final Relation relation;
  private final Grain grain;
  private final List<Column> all;
  private final Details details;
  private final ColumnSet columns;
  private final Map<String, Column> byName;
  private final Column day;
  private final List<Column> keys;
  private final List<Column> measures;
  private final Map<String, String> settings;

  /**
   * @param all the columns of entries, then those of groups, each at the index that is its ordinal
   */
  JournalSchema(Relation relation, Grain grain, List<Column> all, Details details) {
    this.relation = relation;
    this.grain = grain;
    this.all = all;
    this.details = details;
    columns = ColumnSet.of(all, all.stream().filter(column -> column.isOf(grain)).toList());
    byName = columns.stream().collect(toUnmodifiableMap(Column::name, column -> column));
    day = ofRole(Role.DAY).get(0);
    keys = named(details.keys(), "");
    measures = named(details.measures(), isOfEntries() ? "" : TOTAL_PREFIX);
    settings = settings();
  }

  /**
   * A builder for the journal in a table, view, materialized view or foreign table.
   *
   * @param table its name, as {@code name} (found by the connection's {@code search_path}) or
   *     {@code schema.name}; a name that itself contains a dot can't be given
   */
  public static JournalSchemaBuilder of(String table) {
    return new JournalSchemaBuilder().table(table);
  }

  /**
   * A builder for the journal that is the result of a query. It is loaded by one stream, and has no
   * versions.
   */
  public static JournalSchemaBuilder ofQuery(String sql) {
    return new JournalSchemaBuilder().query(sql);
  }

  /**
   * Reads a {@code journal.properties}: a file in UTF-8 with the syntax of {@link
   * java.util.Properties}, and these keys. Lists are separated by commas.
   *
   * <table>
   *   <caption>Keys</caption>
   *   <tr><th>key</th><th>value</th></tr>
   *   <tr><td>{@code table}</td><td>as {@link #of(String)}; or</td></tr>
   *   <tr><td>{@code query}</td><td>as {@link #ofQuery}</td></tr>
   *   <tr><td>{@code day}</td><td>the day's column: a date, or a timestamp that lies in it</td></tr>
   *   <tr><td>{@code day.zone}</td><td>where a {@code timestamp with time zone} lies in a day, as
   *       {@code Europe/Berlin}</td></tr>
   *   <tr><td>{@code keys}</td><td>what entries are grouped by; one or more</td></tr>
   *   <tr><td>{@code measures}</td><td>what is summed; one or more</td></tr>
   *   <tr><td>{@code measure.NAME.scale}</td><td>of a measure whose integers count minor units: the
   *       digits behind the point, as 2 for cents</td></tr>
   *   <tr><td>{@code codes}</td><td>further columns that have few different texts</td></tr>
   *   <tr><td>{@code columns}</td><td>what else is loaded; may name the columns above, too, to say
   *       the order of all</td></tr>
   *   <tr><td>{@code column.NAME.numeric}</td><td>all digits of a {@code numeric} that is declared
   *       without any, and those behind the point, as {@code 38,5}</td></tr>
   *   <tr><td>{@code column.NAME.sql}</td><td>what the database calls the column, if it isn't
   *       NAME</td></tr>
   *   <tr><td>{@code filter}</td><td>a condition in SQL that entries must meet</td></tr>
   *   <tr><td>{@code totals}</td><td>{@code all}, the default, or {@code positive}: only groups
   *       whose first measure sums to more than 0</td></tr>
   * </table>
   *
   * <p>Without {@code columns}, or before those that it names, come the day, the keys, the measures
   * and the codes.
   *
   * @throws IOException if the file can't be read
   * @throws IllegalArgumentException if it isn't as said; the message names all problems at once,
   *     each with its line and what to do
   */
  public static JournalSchema read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file, UTF_8);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " isn't in UTF-8: save it as UTF-8", e);
    }
    return SchemaProperties.parse(text, file.toString());
  }

  /**
   * The same of a text.
   *
   * @param title what messages call it
   */
  public static JournalSchema parse(String text, String title) {
    return SchemaProperties.parse(text, title);
  }

  /** Whether a name is a key of {@link #read}'s. */
  public static boolean isSetting(String name) {
    return SchemaProperties.isKey(name);
  }

  /**
   * The schema of the same journal's rows at another grain.
   *
   * <p>That of groups has the keys, for each measure a column {@code total_} and its name, and
   * {@code entry_count}. It is also the schema of a table that holds the groups of many days: there
   * the day is a date, it and all columns are called by their names, and no filter applies.
   */
  public JournalSchema of(Grain other) {
    return other == grain ? this : new JournalSchema(relation, other, all, details);
  }

  /** This schema for another table. */
  public JournalSchema withTable(String table) {
    return new JournalSchema(Relation.table(table), grain, all, details);
  }

  /** This schema with another name for one column in the database. */
  public JournalSchema withSqlName(Column column, String name) {
    return withSqlNames(Map.of(column, name));
  }

  /**
   * This schema with other names for columns in the database.
   *
   * @throws IllegalArgumentException if entries have no such column, or if that can't be a name
   * @throws IllegalStateException if this is the schema of groups
   */
  public JournalSchema withSqlNames(Map<Column, String> others) {
    requireEntries();
    Map<String, String> names = new TreeMap<>(details.sqlNames());
    others.forEach(
        (column, name) -> {
          requireOwn(column, columns.contains(column));
          Names.requireSql("the name of " + column, name);
          names.put(column.name(), name);
        });
    return new JournalSchema(
        relation,
        grain,
        all,
        new Details(
            details.keys(),
            details.measures(),
            details.dayZone(),
            details.minorUnits(),
            details.digits(),
            names,
            details.filter(),
            details.onlyPositiveTotals()));
  }

  /** What a row stands for. */
  public Grain grain() {
    return grain;
  }

  /** Whether the journal is the result of a query, so that there is no table to look at. */
  public boolean isQuery() {
    return relation.isQuery();
  }

  /**
   * The table, as {@code name} or {@code schema.name}.
   *
   * @throws IllegalStateException if it is a query
   */
  public String table() {
    if (isQuery()) {
      throw new IllegalStateException("the journal is a query, not a table");
    }
    return relation.text();
  }

  /**
   * The table as SQL: {@code "schema"."name"}.
   *
   * @throws IllegalStateException if it is a query
   */
  public String tableSql() {
    return Names.quotedTable(table());
  }

  /** What stands behind FROM: {@link #tableSql()}, or the query in brackets. */
  public String fromSql() {
    return isQuery() ? "(" + relation.text() + "\n) AS journal" : tableSql();
  }

  /** What messages call where the rows are: {@link #tableSql()}, or "the query". */
  public String title() {
    return isQuery() ? "the query" : tableSql();
  }

  /** The day's column; a row of groups hasn't got it, but a table of them. */
  public Column day() {
    return day;
  }

  /** Where a {@code timestamp with time zone} lies in a day, if that was said. */
  public Optional<ZoneId> dayZone() {
    return isOfEntries() ? details.dayZone() : Optional.empty();
  }

  /** The columns of a row, in order. */
  public ColumnSet columns() {
    return columns;
  }

  /** How many ordinals there are: what an array by ordinal has room for, whatever the grain. */
  public int width() {
    return all.size();
  }

  /** What entries are grouped by, at least one column; the same at every grain. */
  public List<Column> keys() {
    return keys;
  }

  /** What is summed, at least one column; of groups, the sums. */
  public List<Column> measures() {
    return measures;
  }

  /** The number of entries in a group; empty if a row is an entry. */
  public Optional<Column> entryCount() {
    return isOfEntries() ? Optional.empty() : Optional.of(column(ENTRY_COUNT));
  }

  /** The columns of a row that {@link Totals} are made of: keys, measures and the count. */
  ColumnSet columnsForTotals() {
    List<Column> wanted = new ArrayList<>(keys);
    wanted.addAll(measures);
    entryCount().ifPresent(wanted::add);
    return columns.of(wanted);
  }

  private List<Column> named(List<String> names, String prefix) {
    return names.stream().map(name -> column(prefix + name)).toList();
  }

  private List<Column> ofRole(Role role) {
    return all.stream().filter(column -> column.role() == role).toList();
  }

  /**
   * A column of a row by its name.
   *
   * @throws IllegalArgumentException if there is none; the message names those there are
   */
  public Column column(String name) {
    var column = byName.get(name);
    if (column == null) {
      throw new IllegalArgumentException(
          "there is no column \"%s\"; there are: %s".formatted(name, ColumnSet.names(columns)));
    }
    return column;
  }

  /**
   * A set of columns, of any grain.
   *
   * @throws IllegalArgumentException if one of them isn't a column of this schema
   */
  public ColumnSet columns(Column... some) {
    return columns.of(Arrays.asList(some));
  }

  /** The digits behind the point that a measure's integers count, if they count minor units. */
  public OptionalInt minorUnits(Column measure) {
    var scale = details.minorUnits().get(measure.name());
    return scale == null || measure.role() != Role.MEASURE
        ? OptionalInt.empty()
        : OptionalInt.of(scale);
  }

  /**
   * The digits to hold a {@code numeric} by that is declared without any, if that was said. Of a
   * sum, of which nothing is said, they are all that can be summed, those of its measure behind the
   * point.
   */
  public Optional<Decimal> digits(Column column) {
    if (column.role() == Role.TOTAL) {
      var measure = column.name().substring(TOTAL_PREFIX.length());
      return Optional.ofNullable(details.digits().get(measure))
          .map(digits -> new Decimal(Decimal.MAX_SUMMED_PRECISION, digits.scale()));
    }
    return isOfEntries() || column.role() == Role.KEY
        ? Optional.ofNullable(details.digits().get(column.name()))
        : Optional.empty();
  }

  /** The condition in SQL, not in brackets, that entries must meet. */
  public Optional<String> filter() {
    return isOfEntries() ? details.filter() : Optional.empty();
  }

  /** Whether totals are those groups only whose first measure sums to more than 0. */
  public boolean onlyPositiveTotals() {
    return details.onlyPositiveTotals();
  }

  /**
   * What the database calls a column, not quoted.
   *
   * @throws IllegalArgumentException if the schema has no such column
   */
  public String sqlName(Column column) {
    requireOwn(column, column.ordinal() < all.size() && all.get(column.ordinal()).equals(column));
    return sqlNames().getOrDefault(column.name(), column.name());
  }

  /** What the database calls those columns that it doesn't call by their name, by that name. */
  public Map<String, String> sqlNames() {
    return isOfEntries() ? details.sqlNames() : Map.of();
  }

  /** A column as SQL: {@code "name"}. */
  public String columnSql(Column column) {
    return Names.quoted(sqlName(column));
  }

  /** Columns as an SQL select list, in the order given. */
  public String columnsSql(Collection<Column> some) {
    return some.stream().map(this::columnSql).collect(joining(", "));
  }

  private boolean isOfEntries() {
    return grain == Grain.ENTRY;
  }

  private void requireEntries() {
    if (!isOfEntries()) {
      throw new IllegalStateException("a schema of groups is derived: use that of the entries");
    }
  }

  private void requireOwn(Column column, boolean isOwn) {
    if (!isOwn) {
      throw new IllegalArgumentException(
          "%s is no column of this schema; there are: %s"
              .formatted(column, ColumnSet.names(columns)));
    }
  }

  /**
   * What tells this schema from others: 32 hexadecimal digits, to be part of a cache's keys, of
   * stamps and tickets. Two schemas have the same just if they are equal. It stays what it is from
   * release to release, on every machine.
   *
   * <p>It is the beginning of the SHA-256 of all settings in UTF-8, each its key and its value with
   * a NUL behind it: those, in that order, that {@link #toProperties()} writes, before anything is
   * escaped; of groups, {@code grain} and {@code group} come first.
   */
  public String fingerprint() {
    var text = new StringBuilder();
    if (!isOfEntries()) {
      text.append("grain\0group\0");
    }
    settings.forEach((key, value) -> text.append(key).append('\0').append(value).append('\0'));
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /**
   * This schema as {@link #read} reads it, a line a setting, in the order of the keys there; what
   * is as it would be anyway is left out.
   *
   * @throws IllegalStateException if it is one of groups
   */
  public String toProperties() {
    requireEntries();
    return SchemaProperties.write(settings);
  }

  /** By the keys of a {@code journal.properties}, in the order that is written. */
  private Map<String, String> settings() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(relation.isQuery() ? "query" : "table", relation.text());
    texts.put("day", day.name());
    details.dayZone().ifPresent(zone -> texts.put("day.zone", zone.getId()));
    texts.put("keys", String.join(",", details.keys()));
    texts.put("measures", String.join(",", details.measures()));
    new TreeMap<>(details.minorUnits())
        .forEach((name, scale) -> texts.put("measure." + name + ".scale", scale.toString()));
    putList(texts, "codes", ofRole(Role.CODE));
    putList(texts, "columns", inOrder());
    new TreeMap<>(details.digits())
        .forEach(
            (name, digits) ->
                texts.put(
                    "column." + name + ".numeric", digits.precision() + "," + digits.scale()));
    new TreeMap<>(details.sqlNames())
        .forEach((name, sql) -> texts.put("column." + name + ".sql", sql));
    details.filter().ifPresent(filter -> texts.put("filter", filter));
    if (details.onlyPositiveTotals()) {
      texts.put("totals", "positive");
    }
    return texts;
  }

  /** Those columns that have to be named for all to have the order they have. */
  private List<Column> inOrder() {
    var entries = all.stream().filter(column -> column.isOf(Grain.ENTRY)).toList();
    List<String> unnamed = new ArrayList<>(List.of(day.name()));
    unnamed.addAll(details.keys());
    unnamed.addAll(details.measures());
    ofRole(Role.CODE).forEach(column -> unnamed.add(column.name()));
    return unnamed.equals(entries.stream().limit(unnamed.size()).map(Column::name).toList())
        ? ofRole(Role.PLAIN)
        : entries;
  }

  private static void putList(Map<String, String> settings, String key, List<Column> list) {
    if (!list.isEmpty()) {
      settings.put(key, list(list));
    }
  }

  private static String list(List<Column> list) {
    return list.stream().map(Column::name).collect(joining(","));
  }

  /** Whether another says the same of the same grain. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JournalSchema schema
        && grain == schema.grain
        && settings.equals(schema.settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }

  /** The settings, for people. */
  @Override
  public String toString() {
    return "JournalSchema[%s, %s]".formatted(grain, settings);
  }
}
