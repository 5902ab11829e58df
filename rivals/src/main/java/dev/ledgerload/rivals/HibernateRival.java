package dev.ledgerload.rivals;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;

/**
 * Hibernate's {@code StatelessSession}: entities without the context that a session keeps of them,
 * which would hold each a second time.
 */
final class HibernateRival implements Rival {
  private final Connection connection;
  private final SessionFactory factory;
  private final LocalDate day;

  HibernateRival(DayQuery query) throws SQLException {
    connection = query.connect();
    day = query.day();
    factory =
        new Configuration()
            .addAnnotatedClass(HibernateEntry.class)
            .setPhysicalNamingStrategy(new TableOf(query))
            .setProperty(AvailableSettings.DIALECT, PostgreSQLDialect.class.getName())
            .setProperty(AvailableSettings.ALLOW_METADATA_ON_BOOT, "false")
            .buildSessionFactory();
  }

  @Override
  public List<Class<?>> libraries() {
    return List.of(SessionFactory.class, connection.getClass());
  }

  @Override
  public LoadedDay load() {
    try (var session = factory.openStatelessSession(connection)) {
      var transaction = session.beginTransaction();
      var entries =
          session
              .createSelectionQuery("from Entry where trxDate = :day", HibernateEntry.class)
              .setParameter("day", day)
              .setFetchSize(DayQuery.FETCH_ROWS)
              .getResultList();
      transaction.commit();
      return new EntryList(day, entries);
    }
  }

  @Override
  public void close() throws SQLException {
    factory.close();
    connection.close();
  }

  /** The journal's table under the name that it has in this database. */
  private static final class TableOf extends PhysicalNamingStrategyStandardImpl {
    private static final long serialVersionUID = 1;

    private final String schema;
    private final String table;

    TableOf(DayQuery query) {
      schema = query.schemaName();
      table = query.tableName();
    }

    @Override
    public Identifier toPhysicalSchemaName(Identifier name, JdbcEnvironment environment) {
      return schema.isEmpty() ? name : Identifier.toIdentifier(schema, true);
    }

    @Override
    public Identifier toPhysicalTableName(Identifier name, JdbcEnvironment environment) {
      return name.getText().equals(HibernateEntry.TABLE)
          ? Identifier.toIdentifier(table, true)
          : name;
    }
  }
}
