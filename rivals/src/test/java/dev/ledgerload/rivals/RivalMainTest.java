package dev.ledgerload.rivals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rival's process is asked and answers. */
class RivalMainTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JDBC_TEMPLATE = JdbcTemplateRival.class.getName();

  @Test
  void loadsOnceForEachLine() throws IOException {
    var lines = answers(JDBC_TEMPLATE, SmallDay.request(), "load\nload\n");
    assertThat(lines).hasSize(3);
    var ready = JSON.readValue(lines.get(0), RivalReady.class);
    assertThat(ready.error()).isNull();
    assertThat(ready.version()).matches("spring-jdbc [\\d.]+, postgresql [\\d.]+");
    for (var line : lines.subList(1, 3)) {
      var reply = JSON.readValue(line, RivalReply.class);
      assertThat(reply.error()).isNull();
      assertThat(reply.rows()).isEqualTo(SmallDay.ROWS);
      assertThat(reply.elapsedNanos()).isPositive();
      assertThat(reply.conversionNanos()).isPositive();
      assertThat(reply.amountType()).isEqualTo("BigDecimal");
      assertThat(reply.facts().keySet()).containsExactlyElementsOf(DayQuery.COLUMNS);
      var code = requireNonNull(reply.facts().get("t_2"));
      assertThat(code.nulls()).isPositive();
      assertThat(code.empties()).isPositive();
      assertThat(requireNonNull(reply.facts().get("amount")).sum()).matches("-?\\d+\\.\\d\\d");
    }
  }

  @Test
  void saysWhyItCanNotLoadAndNoPassword() throws IOException {
    var request = SmallDay.request();
    var elsewhere =
        new RivalRequest(
            RivalRequest.PROTOCOL,
            request.jdbcUrl() + "&sslmode=verify-full",
            request.uri(),
            request.table(),
            request.day(),
            null);
    var lines = answers(JDBC_TEMPLATE, elsewhere, "load\n");
    assertThat(lines).hasSize(1);
    assertThat(JSON.readValue(lines.get(0), RivalReady.class).error()).contains("SSL");
    assertThat(lines.get(0)).doesNotContain(SmallDay.password());
    assertThat(elsewhere.toString()).doesNotContain(SmallDay.password());
  }

  @Test
  void saysThatATableIsNotThereAndGoesOn() throws IOException {
    var request = SmallDay.request();
    var gone =
        new RivalRequest(
            RivalRequest.PROTOCOL,
            request.jdbcUrl(),
            request.uri(),
            "\"gone\"",
            request.day(),
            null);
    var lines = answers(JDBC_TEMPLATE, gone, "load\nload\n");
    assertThat(lines).hasSize(3);
    assertThat(JSON.readValue(lines.get(2), RivalReply.class).error()).isNotBlank();
  }

  @Test
  void refusesAnotherVersionOfTheProtocol() throws IOException {
    var request = SmallDay.request();
    var later =
        new RivalRequest(2, request.jdbcUrl(), request.uri(), request.table(), request.day(), null);
    assertThat(answers(JDBC_TEMPLATE, later, "load\n"))
        .singleElement()
        .asString()
        .contains("version 1 of their protocol, not 2");
  }

  private static List<String> answers(String rival, RivalRequest request, String lines)
      throws IOException {
    var input = JSON.writeValueAsString(request) + "\n" + lines;
    var output = new ByteArrayOutputStream();
    RivalMain.serve(
        rival,
        new ByteArrayInputStream(input.getBytes(UTF_8)),
        new PrintStream(output, true, UTF_8));
    return output.toString(UTF_8).lines().toList();
  }
}
