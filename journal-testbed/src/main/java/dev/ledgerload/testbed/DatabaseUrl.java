package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.PostgresUrl;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.postgresql.Driver;

/** The parts of a PostgreSQL URL, any of which can be exchanged. Immutable. */
public final class DatabaseUrl {
  private final Properties parts;

  private DatabaseUrl(Properties parts) {
    this.parts = parts;
  }

  public static DatabaseUrl of(PostgresUrl url) {
    return new DatabaseUrl(
        requireNonNull(Driver.parseURL(url.jdbcUrl(), null), "a URL that can't be read"));
  }

  public String host() {
    return parts.getProperty("PGHOST", "localhost");
  }

  public int port() {
    return Integer.parseInt(parts.getProperty("PGPORT", "5432"));
  }

  public String user() {
    return parts.getProperty("user", "");
  }

  public String password() {
    return parts.getProperty("password", "");
  }

  public String database() {
    return parts.getProperty("PGDBNAME", user());
  }

  /** A parameter of the driver, if the URL has it. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parts.getProperty(name));
  }

  public DatabaseUrl withDatabase(String name) {
    return with("PGDBNAME", name);
  }

  public DatabaseUrl withAddress(String host, int port) {
    return with("PGHOST", host).with("PGPORT", Integer.toString(port));
  }

  public DatabaseUrl withUser(String user, String password) {
    return with("user", user).with("password", password);
  }

  private DatabaseUrl with(String name, String value) {
    var changed = new Properties();
    changed.putAll(parts);
    changed.setProperty(name, value);
    return new DatabaseUrl(changed);
  }

  public PostgresUrl url() {
    var parameters =
        new TreeSet<>(parts.stringPropertyNames())
            .stream()
                .filter(name -> !name.startsWith("PG"))
                .map(name -> name + "=" + URLEncoder.encode(parts.getProperty(name), UTF_8))
                .collect(joining("&"));
    return new PostgresUrl(
        "jdbc:postgresql://%s:%d/%s?%s"
            .formatted(host(), port(), parts.getProperty("PGDBNAME"), parameters));
  }
}
