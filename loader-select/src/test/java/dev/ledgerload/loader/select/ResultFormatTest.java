package dev.ledgerload.loader.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** In which format values come is the driver's, the URL's or a pooler's choice; never a guess. */
class ResultFormatTest {
  /** The driver's default is to prepare a statement at its fifth execution, in binary from then. */
  private static final int LOADS = 7;

  private static final List<String> SETTINGS =
      List.of(
          "prepareThreshold=0",
          "prepareThreshold=1",
          "prepareThreshold=5",
          "prepareThreshold=-1",
          "preferQueryMode=simple",
          "preferQueryMode=extendedForPrepared",
          "preferQueryMode=extendedCacheEverything",
          "preparedStatementCacheQueries=0",
          "binaryTransfer=false",
          "binaryTransferDisable=numeric",
          "binaryTransferDisable=date",
          "binaryTransferDisable=int2,int4,int8",
          "binaryTransferEnable=varchar,text,bpchar,name",
          "defaultRowFetchSize=1");

  @Tag("settings")
  @TestFactory
  Stream<DynamicTest> loadsTheSameWhateverTheUrlSets() {
    return SETTINGS.stream()
        .flatMap(
            setting -> Stream.of("smallint", "integer", "bigint").map(id -> test(setting, id)));
  }

  private static DynamicTest test(String setting, String idType) {
    return DynamicTest.dynamicTest(
        setting + ", ids of type " + idType,
        () -> {
          for (var mode : List.of("plain", "tuned")) {
            try (var journal = new SmallJournal(idType);
                var source = journal.open(mode, setting)) {
              for (int load = 1; load <= LOADS; load++) {
                assertThat(SmallJournal.load(source))
                    .as("%s, load %d", mode, load)
                    .isEqualTo(SmallJournal.ENTRIES);
                assertThat(SmallJournal.ids(source))
                    .as("ids by %s, load %d", mode, load)
                    .containsExactly(17L, 1000L, 9999L);
              }
            }
          }
        });
  }
}
