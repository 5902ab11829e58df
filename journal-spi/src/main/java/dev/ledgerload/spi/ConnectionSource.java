package dev.ledgerload.spi;

import javax.sql.DataSource;

/**
 * Where connections to the database come from: a {@link PostgresUrl}, to make connections of one's
 * own by, or a {@link NamedDataSource}, to borrow an application's. As a text it is what messages
 * call it, and shows no password.
 */
public sealed interface ConnectionSource permits PostgresUrl, NamedDataSource {
  /**
   * A JDBC URL.
   *
   * @throws IllegalArgumentException as {@link PostgresUrl} throws it
   */
  static ConnectionSource fromUrl(String jdbcUrl) {
    return new PostgresUrl(jdbcUrl);
  }

  /**
   * A {@link DataSource}.
   *
   * @param name what to call it, as {@link NamedDataSource}
   * @throws IllegalArgumentException if that is no name
   */
  static ConnectionSource fromDataSource(String name, DataSource dataSource) {
    return new NamedDataSource(name, dataSource);
  }
}
