package dev.ledgerload.rivals;

import java.util.Map;

/** Our own source of Spark's, which has to stand beside the one that Spark has. */
final class SparkJournalRival extends SparkRival {
  SparkJournalRival(DayQuery query) {
    super(query, "ledgerload", options(query));
  }

  private static Map<String, String> options(DayQuery query) {
    var schema = query.schemaName();
    return Map.of(
        "url",
        query.jdbcUrl(),
        "table",
        schema.isEmpty() ? query.tableName() : schema + "." + query.tableName(),
        "day",
        "trx_date",
        "keys",
        "acc_debit,acc_credit",
        "measures",
        "amount",
        "codes",
        "t_1,t_2,t_3,t_4,t_5",
        "columns",
        "id",
        "partitions",
        "2");
  }
}
