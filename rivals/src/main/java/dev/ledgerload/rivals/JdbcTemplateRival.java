package dev.ledgerload.rivals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Spring's {@code JdbcTemplate} with a row mapper of its user's own: a mapper by reflection, as
 * {@code DataClassRowMapper}, takes longer.
 */
final class JdbcTemplateRival implements Rival {
  private final Connection connection;
  private final JdbcTemplate jdbc;
  private final String sql;
  private final LocalDate day;

  JdbcTemplateRival(DayQuery query) throws SQLException {
    connection = query.connect();
    jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    jdbc.setFetchSize(DayQuery.FETCH_ROWS);
    sql = query.sql("?");
    day = query.day();
  }

  @Override
  public List<Class<?>> libraries() {
    return List.of(JdbcTemplate.class, connection.getClass());
  }

  @Override
  public LoadedDay load() throws SQLException {
    var entries = jdbc.query(sql, (rows, number) -> entry(rows), day);
    connection.commit();
    return new EntryList(day, entries);
  }

  private static Entry entry(ResultSet rows) throws SQLException {
    return new Entry(
        rows.getLong(1),
        rows.getObject(2, LocalDate.class),
        rows.getString(3),
        rows.getString(4),
        rows.getBigDecimal(5),
        rows.getString(6),
        rows.getString(7),
        rows.getString(8),
        rows.getString(9),
        rows.getString(10));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
