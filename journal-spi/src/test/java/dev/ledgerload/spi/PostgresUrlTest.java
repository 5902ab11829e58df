package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
  private static final String SECRET = "s3cr3t";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h:5432/d?password=s3cr3t",
        "jdbc:postgresql://h:5432/d?user=me&password=s3cr3t",
        "jdbc:postgresql://h:5432/d?password=s3cr3t&user=me",
        "jdbc:postgresql://h:5432/d?user=me@there&password=s3cr3t&ssl=true",
        "jdbc:postgresql://h/d?sslpassword=s3cr3t",
        "jdbc:postgresql://h/d?ssl=true&sslpassword=s3cr3t&password=s3cr3t",
        "jdbc:postgresql://h/d?PassWord=s3cr3t",
        "jdbc:postgresql://h/d?password=x=s3cr3t?y/s3cr3t@z",
        "jdbc:postgresql://h/d?password=%26s3cr3t",
        "jdbc:postgresql:d?password=s3cr3t",
        "jdbc:postgresql:///d?password=s3cr3t",
        "jdbc:postgresql://h1:1,h2:2/d?password=s3cr3t",
        "jdbc:postgresql://h/d?passwrd=s3cr3t",
        "jdbc:postgresql://h/d?pass%77ord=s3cr3t",
        "jdbc:postgresql://h/d?user=me&s3cr3t",
        "jdbc:postgresql://h/d?password=a&b=s3cr3t",
        "jdbc:postgresql://h/d?user=me,password=s3cr3t",
        "jdbc:postgresql://h/d?user=me:s3cr3t",
        "jdbc:postgresql://h/d?user=me?password=s3cr3t",
        "jdbc:postgresql://h/d?user=me%3Bpassword=s3cr3t",
        "jdbc:postgresql://h/d?options=-c%20my.token=s3cr3t",
        "jdbc:postgresql://h/d?password=x;s3cr3t",
      })
  void neverShowsAPassword(String jdbcUrl) {
    var url = new PostgresUrl(jdbcUrl);
    assertThat(url.redacted()).doesNotContain(SECRET).contains("***");
    assertThat(url).hasToString(url.redacted());
    assertThat(url.jdbcUrl()).isEqualTo(jdbcUrl);
    try (var allocator = new RootAllocator()) {
      assertThat(SourceConfig.of(url, allocator).toString())
          .doesNotContain(SECRET)
          .contains(url.redacted());
    }
  }

  @Test
  void showsTheRest() {
    assertThat(new PostgresUrl("jdbc:postgresql://h:1/d?user=a@b&password=x&ssl=true").redacted())
        .isEqualTo("jdbc:postgresql://h:1/d?user=a@b&password=***&ssl=true");
    assertThat(new PostgresUrl("jdbc:postgresql://[::1]:1/d?sslmode=require&x=y").redacted())
        .isEqualTo("jdbc:postgresql://[::1]:1/d?sslmode=require&***");
    assertThat(new PostgresUrl("jdbc:postgresql:d").redacted()).isEqualTo("jdbc:postgresql:d");
    assertThat(new PostgresUrl("jdbc:postgresql://h1:1,h2:2/d?user=a@b").redacted())
        .isEqualTo("jdbc:postgresql://h1:1,h2:2/d?user=a@b");
  }

  @Test
  void refusesOtherUrlsWithoutRepeatingThem() {
    assertThatThrownBy(() -> new PostgresUrl("postgresql://me:s3cr3t@h/d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a PostgreSQL URL must start with jdbc:postgresql:")
        .hasMessageNotContaining(SECRET);
  }

  /** The driver, the resolver of names or the server would tell the password. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://me:s3cr3t@h/d",
        "jdbc:postgresql://me:s3cr3t@h:5432/d",
        "jdbc:postgresql://me:s3cr3t@h:5432/d?user=me",
        "jdbc:postgresql://me:a:s3cr3t@h/d",
        "jdbc:postgresql://me:s3cr3t:b@h/d",
        "jdbc:postgresql://me:a@s3cr3t@h/d",
        "jdbc:postgresql://me:a/s3cr3t@h/d",
        "jdbc:postgresql://:s3cr3t@h/d",
        "jdbc:postgresql://h1,me:s3cr3t@h2/d",
        "jdbc:postgresql:me:s3cr3t@h/d",
        "jdbc:postgresql://h/d;password=s3cr3t",
        "jdbc:postgresql://h/d;user=me;password=s3cr3t",
        "jdbc:postgresql://h/d&password=s3cr3t",
        "jdbc:postgresql://h/d?user=me;password=s3cr3t",
        "jdbc:postgresql://h/d?sslmode=disable;password=s3cr3t",
        "jdbc:postgresql://h?password=s3cr3t",
        "jdbc:postgresql://h/d/e?password=s3cr3t",
      })
  void refusesWhatOthersWouldTellThePasswordOf(String jdbcUrl) {
    assertThatThrownBy(() -> new PostgresUrl(jdbcUrl))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("behind a ?")
        .hasMessageNotContaining(SECRET);
    assertThat(PostgresUrl.redacted(jdbcUrl)).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:",
        "jdbc:postgresql://",
        "jdbc:postgresql:///",
        "jdbc:postgresql:d",
        "jdbc:postgresql:/d",
        "jdbc:postgresql:///d",
        "jdbc:postgresql://h/",
        "jdbc:postgresql://h1:1,[::1]:2/d%40e?user=a@b&password=p;q@r/s",
      })
  void takesWhatTheDriverReads(String jdbcUrl) {
    assertThat(new PostgresUrl(jdbcUrl).jdbcUrl()).isEqualTo(jdbcUrl);
  }

  @Test
  void aConfigurationNamesItsOptionsButNotTheirValues() {
    try (var allocator = new RootAllocator()) {
      var config =
          SourceConfig.of(new PostgresUrl("jdbc:postgresql:d"), allocator)
              .withOptions(Map.of("redis-url", "redis://:s3cr3t@h"));
      assertThat(config.toString()).contains("redis-url").doesNotContain(SECRET);
    }
  }
}
