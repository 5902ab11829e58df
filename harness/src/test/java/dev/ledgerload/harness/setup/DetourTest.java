package dev.ledgerload.harness.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.harness.setup.Target.Companions;
import dev.ledgerload.reports.results.LinkSpeed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetourTest {
  private static final String POSTGRES = "jdbc:postgresql://db.example:5433/x?user=me&password=p";

  private final List<String> asked = new ArrayList<>();

  private final class Noted implements Detour.Ways {
    @Override
    public int toPostgres(String host, int port) {
      return noted("postgres", host, port);
    }

    @Override
    public int toRedis(String host, int port) {
      return noted("redis", host, port);
    }

    @Override
    public int toServer(String host, int port) {
      return noted("server", host, port);
    }

    private int noted(String server, String host, int port) {
      asked.add(server + " " + host + " " + port);
      return 7000 + asked.size();
    }
  }

  @Test
  void allServersAreReachedByOtherWaysAndAllElseStays() throws IOException {
    var target = target(POSTGRES, "redis://u:s@cache.example/2", "grpc://fl.example:9400");
    var other = Detour.of(target, new Noted());
    assertThat(other.jdbcUrl())
        .startsWith("jdbc:postgresql://127.0.0.1:700")
        .endsWith("/x?user=me&password=p");
    assertThat(other.companions().redis()).matches("redis://u:s@127\\.0\\.0\\.1:700[1-3]/2");
    assertThat(other.companions().servers().get("flight"))
        .matches("grpc://127\\.0\\.0\\.1:700[1-3]");
    assertThat(asked)
        .containsExactlyInAnyOrder(
            "postgres db.example 5433", "redis cache.example 6379", "server fl.example 9400");
    assertThat(other.companions().tables()).isEqualTo(target.companions().tables());
    assertThat(other.with(target.jdbcUrl()).with(target.companions())).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db/x, postgres db 5432",
    "jdbc:postgresql://10.0.0.1:1/x, postgres 10.0.0.1 1",
    "jdbc:postgresql://db?user=me, postgres db 5432"
  })
  void aHostMayHaveItsUsualPort(String url, String expected) throws IOException {
    Detour.of(target(url, null, null), new Noted());
    assertThat(asked).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/x?sslmode=require",
        "jdbc:postgresql://db/x?user=me&sslmode=verify-full",
        "jdbc:postgresql://one,two/x",
        "jdbc:postgresql://[::1]:5432/x",
        "jdbc:postgresql:x"
      })
  void whatItCannotLeadToIsReachedAsBeforeAndOverNoLink(String url) throws IOException {
    var target = target(url, "rediss://cache", "grpc+tls://fl:9400");
    assertThat(Detour.of(target, new Noted())).isEqualTo(target);
    assertThat(asked).isEmpty();
    assertOverNoLink(target, "--link can't lead to this PostgreSQL: it needs one host");
  }

  @Test
  void aServerThatIsNotBehindTheLinkIsSaidNotLeftOut() throws IOException {
    assertOverNoLink(target(POSTGRES, "rediss://cache", null), "--link can't lead to this Redis");
    assertOverNoLink(
        target(POSTGRES, null, "grpc+tls://fl:9400"), "--link can't lead to the server of flight");
  }

  private static void assertOverNoLink(Target target, String why) throws IOException {
    try (var installations =
        new Installations(Set.of(), new PrintWriter(Writer.nullWriter(), true))) {
      var links = List.of(new LinkSpeed(1, 1_000_000_000));
      assertThatThrownBy(() -> LinkedTargets.of(target, links, installations))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(why);
      assertThat(LinkedTargets.counting(target, installations)).isEmpty();
    }
  }

  private static Target target(String url, @Nullable String redis, @Nullable String flight) {
    var servers = flight == null ? Map.<String, String>of() : Map.of("flight", flight);
    return new Target(
        url,
        "s.t",
        Map.of(),
        "2026-01-02",
        Map.of(),
        "00ff",
        new Companions(Map.of("mv", "s.t2"), redis, servers),
        null,
        null,
        null);
  }
}
