package dev.ledgerload.loader.copy;

import static java.util.stream.Collectors.toSet;

import dev.ledgerload.postgres.Question;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the server's planner means to do for a statement, as EXPLAIN says it, and what it takes that
 * to cost. It is asked for no more than decisions rest on that are right either way.
 *
 * @param cost in the planner's units; 0 if what the server said isn't understood
 * @param rows how many it expects
 * @param nodes the plan's, from the top
 */
public record Plan(double cost, double rows, List<Node> nodes) {
  private static final String NAME = "(?:\"(?:[^\"]|\"\")*\"|[^ \".]+)";

  private static final Pattern NODE =
      Pattern.compile(
          "\\s*(?:->  )?(.+?)  \\(cost=[\\d.]+\\.\\.([\\d.]+) rows=(\\d+) width=\\d+\\)");

  private static final Pattern SCAN =
      Pattern.compile(
          "([A-Z][A-Za-z ]+?)(?: using %1$s)? on (%1$s(?:\\.%1$s)?)(?: %1$s)?".formatted(NAME));

  private static final String SEQ_SCAN = "Seq Scan";

  /** Scans of tables that are read page by page, or row by row where an index says. */
  private static final Set<String> TABLE_SCANS =
      Set.of(SEQ_SCAN, "Index Scan", "Index Only Scan", "Index Scan Backward", "Bitmap Heap Scan");

  private static final Set<String> BESIDE_SCANS =
      Set.of("Append", "Result", "Bitmap Index Scan", "BitmapAnd", "BitmapOr");

  /**
   * A node of a plan.
   *
   * @param kind what it does, as {@code Index Scan}
   * @param relation what it scans, as SQL; empty if it scans nothing
   */
  public record Node(String kind, Optional<String> relation, double rows) {
    private boolean scansTable() {
      return TABLE_SCANS.contains(kind);
    }
  }

  /** The statement that has the server say so of another. */
  static String question(String sql) {
    return "EXPLAIN (VERBOSE, FORMAT TEXT) " + sql;
  }

  /**
   * The plan of a statement, to be asked with other questions.
   *
   * @param statement one, without parameters
   */
  public record Of(String statement) implements Question<Plan> {
    @Override
    public String sql(Literals literals) {
      return question(statement);
    }

    @Override
    public Plan answer(ResultSet rows) throws SQLException {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return parse(lines);
    }
  }

  /**
   * Reads the answer.
   *
   * @param lines of {@link #question}
   */
  static Plan parse(List<String> lines) {
    double cost = 0;
    double rows = 0;
    List<Node> nodes = new ArrayList<>();
    for (var line : lines) {
      var matcher = NODE.matcher(line);
      if (matcher.matches()) {
        var node = node(matcher.group(1), Double.parseDouble(matcher.group(3)));
        if (nodes.isEmpty()) {
          cost = Double.parseDouble(matcher.group(2));
          rows = node.rows();
        }
        nodes.add(node);
      }
    }
    return new Plan(cost, rows, List.copyOf(nodes));
  }

  private static Node node(String label, double rows) {
    var scan = SCAN.matcher(label);
    return scan.matches()
        ? new Node(scan.group(1), Optional.of(scan.group(2)), rows)
        : new Node(label, Optional.empty(), rows);
  }

  /** Whether something of it lies on another server. */
  public boolean readsForeignTable() {
    return nodes.stream().anyMatch(node -> node.kind().endsWith("Foreign Scan"));
  }

  /** Whether the server means to do it by several processes of its own. */
  boolean isParallel() {
    return nodes.stream().anyMatch(node -> node.kind().startsWith("Gather"));
  }

  /** Whether nothing is done but to read tables, each row from one of them. */
  boolean readsTablesOnly() {
    return nodes.stream().anyMatch(Node::scansTable)
        && nodes.stream().allMatch(node -> node.scansTable() || BESIDE_SCANS.contains(node.kind()));
  }

  /** Whether the tables are read whole. */
  boolean readsAllPages() {
    return nodes.stream().filter(Node::scansTable).allMatch(node -> node.kind().equals(SEQ_SCAN));
  }

  /** The tables that are read, as SQL. */
  Set<String> tables() {
    return nodes.stream()
        .filter(Node::scansTable)
        .flatMap(node -> node.relation().stream())
        .collect(toSet());
  }

  /** What part of the rows is expected to come from the table that most come from. */
  double largestShare() {
    double most = nodes.stream().filter(Node::scansTable).mapToDouble(Node::rows).max().orElse(0);
    return most / Math.max(1, rows);
  }
}
