package dev.ledgerload.spark;

import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructType;

/**
 * What a query needs of the journal.
 *
 * @param days of all rows that it needs
 * @param isOfDays whether it says which days
 * @param conditions what else rows must meet, to be added to a WHERE clause
 * @param filters of which these come
 * @param columns those that it needs, in its order; may be none
 * @param limit of rows that each partition need give at most
 */
record ScanRequest(
    Days days,
    boolean isOfDays,
    String conditions,
    List<Predicate> filters,
    StructType columns,
    int limit) {}
