package dev.ledgerload.rivals;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Records;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** jOOQ's {@code fetchLazy}: a cursor, whose records become ours one by one. */
final class JooqRival implements Rival {
  private static final Field<Long> ID = field(name("id"), Long.class);
  private static final Field<LocalDate> TRX_DATE = field(name("trx_date"), LocalDate.class);
  private static final Field<String> ACC_DEBIT = field(name("acc_debit"), String.class);
  private static final Field<String> ACC_CREDIT = field(name("acc_credit"), String.class);
  private static final Field<BigDecimal> AMOUNT = field(name("amount"), BigDecimal.class);
  private static final Field<String> T_1 = field(name("t_1"), String.class);
  private static final Field<String> T_2 = field(name("t_2"), String.class);
  private static final Field<String> T_3 = field(name("t_3"), String.class);
  private static final Field<String> T_4 = field(name("t_4"), String.class);
  private static final Field<String> T_5 = field(name("t_5"), String.class);

  static {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
  }

  private final Connection connection;
  private final DSLContext jooq;
  private final DayQuery query;

  JooqRival(DayQuery query) throws SQLException {
    this.query = query;
    connection = query.connect();
    jooq = DSL.using(connection, SQLDialect.POSTGRES);
  }

  @Override
  public List<Class<?>> libraries() {
    return List.of(DSLContext.class, connection.getClass());
  }

  @Override
  public LoadedDay load() throws SQLException {
    try (var cursor =
        jooq.select(ID, TRX_DATE, ACC_DEBIT, ACC_CREDIT, AMOUNT, T_1, T_2, T_3, T_4, T_5)
            .from(table(query.table()))
            .where(TRX_DATE.eq(query.day()))
            .fetchSize(DayQuery.FETCH_ROWS)
            .fetchLazy()) {
      var entries = cursor.fetch(Records.mapping(Entry::new));
      connection.commit();
      return new EntryList(query.day(), entries);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
