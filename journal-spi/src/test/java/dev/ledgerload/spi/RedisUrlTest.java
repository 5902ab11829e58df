package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {
  private static final String SECRET = "s3cr3t";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:s3cr3t@h",
        "redis://me:s3cr3t@h:1",
        "rediss://me:s3cr3t@h:1/0",
        "redis://me:a%40s3cr3t@h:1",
        "redis://s3cr3t@h",
      })
  void neverShowsAPassword(String text) {
    assertThat(RedisUrl.of(text).toString()).doesNotContain(SECRET).contains("//h:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:s3cr3t@h",
        "redis:s3cr3t",
        "redis://me:s3 cr3t@h",
        "me:s3cr3t@h:6379",
        "redis://me:a@s3cr3t@h:1",
        "",
      })
  void refusesWhatIsNoRedisUrlWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> RedisUrl.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageContaining("redis://host:6379")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void hasRedissPortWhereNoneIsNamed() {
    assertThat(RedisUrl.of("rediss://h").port()).isEqualTo(6379);
    assertThat(RedisUrl.of("redis://h:7000").port()).isEqualTo(7000);
    assertThat(RedisUrl.of("redis://h:7000").host()).isEqualTo("h");
  }
}
