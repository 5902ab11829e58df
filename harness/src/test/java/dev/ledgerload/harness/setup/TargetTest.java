package dev.ledgerload.harness.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other builds read these files: who has to change this test counts the protocol's version up. */
class TargetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"jdbcUrl":"jdbc:postgresql://localhost/x","table":"s.t","columnNames":{"ID":"nr"},\
        "day":"2026-01-02","answers":{"ENTRY":{"rows":100,"digestOfAll":-5,"digestOfTotals":6}},\
        "totals":"00ff","beside":{"tables":{"mv":"s.t2"},"redis":"redis://h:1",\
        "servers":{"flight":"grpc://h:2"}},"untypedNumeric":"38,5"}""",
        """
        {"jdbcUrl":"jdbc:postgresql://localhost/x","table":"s.t","columnNames":{},\
        "day":"2026-01-02","answers":{},"totals":"00ff",\
        "beside":{"tables":{},"redis":null,"servers":{}}}""",
        """
        {"jdbcUrl":"jdbc:postgresql://localhost/x","table":"s.t","columnNames":{},\
        "day":"2026-01-02","answers":{},"totals":"00ff",\
        "beside":{"tables":{},"redis":null,"servers":{}},"linkMeterPort":7}"""
      })
  void isReadAndWrittenAsEver(String text, @TempDir Path directory) throws IOException {
    var file = directory.resolve("target.json");
    new ObjectMapper().readValue(text, Target.class).write(file);
    assertThat(file).hasContent(text);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .as("it holds passwords")
        .isEqualTo("rw-------");
  }
}
