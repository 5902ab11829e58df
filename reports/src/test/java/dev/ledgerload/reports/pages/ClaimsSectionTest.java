package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsSectionTest {
  @TempDir private Path directory;

  @Test
  void hasALineForEachClaim() throws IOException {
    Path page = page();
    assertThat(ClaimsSection.update(page, AllStrategies.results())).isTrue();
    assertThat(Files.readString(page))
        .startsWith("# T\n<!-- claims:begin -->\n| Method | The note | Measured |  |\n")
        .contains("| mv · view · groups | 11 × in all | ")
        .contains("Measured at 1,000,000 entries")
        .endsWith("<!-- claims:end -->\nend\n");
    assertThat(ClaimsSection.update(page, AllStrategies.results())).isFalse();
  }

  @Test
  void refusesAUsersOwnJournal() throws IOException {
    Path page = page();
    var own = SampleRun.ofOnesOwn(AllStrategies.results().cells());
    assertThatThrownBy(() -> ClaimsSection.update(page, own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the claims are of the seeded journal");
  }

  private Path page() throws IOException {
    return Files.writeString(
        directory.resolve("claims.md"), "# T\n<!-- claims:begin -->\n<!-- claims:end -->\nend\n");
  }
}
