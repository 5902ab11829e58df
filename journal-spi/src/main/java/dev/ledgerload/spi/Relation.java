package dev.ledgerload.spi;

/**
 * Where a journal's rows are: a table's name, or a query.
 *
 * @param text the name, as {@code name} or {@code schema.name}, or the SQL
 */
record Relation(String text, boolean isQuery) {

  static Relation table(String name) {
    var problem = Names.problemOfTable(name);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(problem);
    }
    return new Relation(name, false);
  }

  static Relation query(String sql) {
    return new Relation(sql, true);
  }
}
