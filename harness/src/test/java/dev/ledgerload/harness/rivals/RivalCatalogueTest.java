package dev.ledgerload.harness.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.harness.setup.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The catalogue names what is there. */
class RivalCatalogueTest {
  @Test
  void namesEachRivalOnceAndItsCode() throws IOException {
    var folder = RivalsFolder.find().orElseThrow();
    var rivals = folder.rivals();
    assertThat(rivals).extracting(RivalCatalogue.Entry::name).doesNotHaveDuplicates();
    assertThat(rivals).extracting(RivalCatalogue.Entry::title).doesNotHaveDuplicates();
    for (var rival : rivals) {
      var code = folder.path().resolveSibling(rival.code());
      assertThat(Files.readString(code)).as(rival.name()).contains("Rival");
      var program = rival.program().replaceFirst(".*\\.", "");
      assertThat(code.getFileName().toString()).startsWith(program + ".");
      assertThat(rival.language()).isIn("Java", "Python");
      if (rival.jvmArguments() != null) {
        assertThat(folder.path().resolveSibling(rival.jvmArguments())).exists();
      }
      assertThat(rival.isOurs()).isEqualTo(Strategies.BESIDES.contains(rival.name()));
    }
  }
}
