package dev.ledgerload.postgres;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Groups of a journal's entries, as SQL. Keys are equal where tables hold them alike: texts by
 * their bytes, whatever their collation.
 *
 * @param shape of what is grouped: keys, then measures; of a table of groups, its number of entries
 *     then
 */
public record GroupsSql(JournalShape shape) {
  /*
   * A query for groups calls the keys k1, k2 …, the sums m1, m2 …, the number of entries n and the
   * day d; who reads it calls it g, and gives the columns their names. So what a journal's columns
   * are called can't be taken for anything else: inside there are no others, outside none of them.
   */

  /**
   * Has the database describe what is grouped.
   *
   * @param schema of entries, or of a table of groups
   * @throws dev.ledgerload.spi.JournalLoadException as {@link PostgresSnapshot#describe}
   */
  public static GroupsSql describe(
      Connection connection, String strategy, JournalSchema schema, NumericShape untyped)
      throws SQLException {
    return new GroupsSql(
        ColumnTypes.describe(connection, strategy, schema, columns(schema), untyped));
  }

  /** As {@link #describe(Connection, String, JournalSchema, NumericShape)}, in a snapshot. */
  public static GroupsSql describe(
      PostgresSnapshot snapshot, String strategy, JournalSchema schema, NumericShape untyped)
      throws SQLException {
    return new GroupsSql(snapshot.describe(strategy, schema, columns(schema), untyped));
  }

  /** What that asks. */
  public static Question<JournalShape> description(
      String strategy, JournalSchema schema, NumericShape untyped) {
    return PostgresSnapshot.description(strategy, schema, columns(schema), untyped);
  }

  private static List<Column> columns(JournalSchema schema) {
    List<Column> columns = new ArrayList<>(schema.keys());
    columns.addAll(schema.measures());
    schema.entryCount().ifPresent(columns::add);
    return columns;
  }

  /**
   * A column beside those of a schema's groups, as SQL: of this name, with as many underscores
   * before it as it takes for none of them to have it.
   */
  public static String ownSql(JournalSchema schema, String name) {
    Set<String> taken = new HashSet<>();
    taken.add(schema.day().name());
    schema.of(Grain.GROUP).columns().forEach(column -> taken.add(column.name()));
    var own = name;
    while (taken.contains(own)) {
      own = "_" + own;
    }
    return '"' + own + '"';
  }

  /** What is grouped. */
  public JournalSchema schema() {
    return shape.schema();
  }

  /** The keys. */
  public List<ColumnSpec> keys() {
    return shape.columns().subList(0, schema().keys().size());
  }

  /** The measures, or the sums. */
  public List<ColumnSpec> measures() {
    int keys = schema().keys().size();
    return shape.columns().subList(keys, keys + schema().measures().size());
  }

  /** The columns {@code g.k1}, {@code g.k2} … of a query for groups. */
  public List<String> keyNames() {
    return names("g.k", keys().size());
  }

  /** Its columns {@code g.m1}, {@code g.m2} … */
  public List<String> sumNames() {
    return names("g.m", measures().size());
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> prefix + number).toList();
  }

  /** A query for the groups of rows that meet a condition. */
  public String groups(String from, String where) {
    return query(List.of(), from, where);
  }

  /** The same with the day, {@code g.d}, for a key before the others. */
  public String groupsByDay(String from, String where) {
    return query(List.of(shape.daySql() + " AS d"), from, where);
  }

  private String query(List<String> first, String from, String where) {
    List<String> selected = new ArrayList<>(first);
    for (int i = 0; i < keys().size(); i++) {
      selected.add("%s AS k%d".formatted(shape.keySql(keys().get(i)), i + 1));
    }
    int groupedBy = selected.size();
    for (int i = 0; i < measures().size(); i++) {
      selected.add("%s AS m%d".formatted(sumSql(measures().get(i)), i + 1));
    }
    selected.add(schema().entryCount().map(schema()::columnSql).orElse("count(*)") + " AS n");
    var query = "SELECT %s\nFROM %s\nWHERE %s".formatted(String.join(", ", selected), from, where);
    return isOfGroups() ? query : query + "\nGROUP BY " + numbers(groupedBy);
  }

  private boolean isOfGroups() {
    return schema().grain() == Grain.GROUP;
  }

  private static String numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(joining(", "));
  }

  /** The sum of a group's amounts, of type numeric; integers are summed before they're scaled. */
  private String sumSql(ColumnSpec measure) {
    return isOfGroups() ? shape.amountSql(measure) : shape.sumSql(measure);
  }

  /**
   * What is selected of a query for groups, named as a schema of groups names its columns.
   *
   * @param keys expressions for the keys, as {@link #keyNames()}
   * @param sums expressions for the sums, as {@link #sumNames()}
   */
  public String named(List<String> keys, List<String> sums) {
    var groups = schema().of(Grain.GROUP);
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      selected.add(keys.get(i) + " AS " + groups.columnSql(groups.keys().get(i)));
    }
    for (int i = 0; i < sums.size(); i++) {
      selected.add(sums.get(i) + " AS " + groups.columnSql(groups.measures().get(i)));
    }
    groups.entryCount().ifPresent(count -> selected.add("g.n AS " + groups.columnSql(count)));
    return String.join(", ", selected);
  }
}
