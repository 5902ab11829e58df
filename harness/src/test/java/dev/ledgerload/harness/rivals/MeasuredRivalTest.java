package dev.ledgerload.harness.rivals;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.harness.setup.Target.Companions;
import dev.ledgerload.harness.setup.Target.ExpectedDay;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rival in Java, in a process of its own. */
class MeasuredRivalTest {
  private static final int ROWS = 5_000;
  private static final String TABLE = "public.measured_rival_entries";
  private static final List<String> JVM_ARGS =
      List.of("-Xmx256m", "--add-opens=java.base/java.nio=ALL-UNNAMED");

  private static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(ROWS, 2));

  private static Target target;
  private static RivalDay day;

  @TempDir private Path directory;

  @BeforeAll
  static void seed() {
    var testbed = JournalTestbed.start(); // ends with the JVM
    JOURNAL.seed(
        testbed.postgresUrl(), JournalSchema.GL_ENTRIES.withTable(TABLE), SeedOptions.DEFAULT);
    target = target(testbed.postgresUrl().jdbcUrl(), TABLE, Map.of());
    day = RivalDay.of(target);
  }

  private static Target target(String url, String table, Map<String, String> columns) {
    return new Target(
        url,
        table,
        columns,
        JOURNAL.parameters().day(1).toString(),
        Map.of(Grain.ENTRY, new ExpectedDay(ROWS, 0, 0)),
        "",
        new Companions(Map.of(), null, Map.of()),
        null,
        null,
        null);
  }

  @Test
  void isMeasuredWarmAndVerified() throws IOException {
    var rival = rival("spring-jdbc", day);
    rival.runFork(1, 2);
    assertThat(rival.error()).isNull();
    var result = rival.result();
    assertThat(result.times().warmup().get(0)).hasSize(1);
    assertThat(result.times().samples().get(0)).hasSize(2);
    assertThat(result.times().median()).isPositive();
    assertThat(result.rows()).isEqualTo(ROWS);
    assertThat(result.verified()).isTrue();
    assertThat(result.amount()).isEqualTo("BigDecimal");
    assertThat(result.exact()).isTrue();
    assertThat(result.nullsApart()).isTrue();
    assertThat(result.version()).contains("spring-jdbc", "postgresql");
    assertThat(result.cpuMs()).isNotNull(); // systems count it in steps of 10 ms
    assertThat(result.resultBytes()).isPositive();
    assertThat(result.conversionMs()).isPositive();
  }

  @Test
  void knowsTheDayByTheDatabase() {
    assertThat(day.facts()).hasSize(10);
    var code = requireNonNull(day.facts().get("t_2"));
    assertThat(code.nulls()).isPositive();
    assertThat(code.empties()).isPositive();
    assertThat(requireNonNull(day.facts().get("id")).nulls()).isZero();
  }

  @Test
  void isLeftOutOfAJournalThatItDoesNotKnow() {
    var renamed = target(target.jdbcUrl(), TABLE, Map.of("AMOUNT", "value"));
    assertThatThrownBy(() -> RivalDay.of(renamed))
        .isInstanceOf(RivalAbsentException.class)
        .hasMessageContaining("gl_entries");
  }

  @Tag("processes")
  @Test
  void failsWithAWrongAnswer() throws IOException {
    var other = new RivalDay(day.postgres(), day.table(), day.day(), ROWS + 1, day.facts());
    var rival = rival("spring-jdbc", other);
    rival.runFork(0, 1);
    assertThat(rival.error())
        .isEqualTo("wrong answer: %,d entries, not %,d".formatted(ROWS, ROWS + 1));
    assertThat(rival.result().succeeded()).isFalse();
    assertThat(rival.hasOutcome()).isTrue();
  }

  @Tag("processes")
  @Test
  void saysWhyItsProcessEndedBeforeItCouldAnswer() throws IOException {
    var rival =
        new MeasuredRival(
            entry("spring-jdbc"),
            List.of(java(), "-cp", directory.toString(), "dev.ledgerload.Gone"),
            day,
            day.request(null),
            directory.resolve("err"),
            Interruption.never());
    rival.runFork(0, 1);
    assertThat(rival.error()).contains("dev.ledgerload.Gone");
  }

  @Test
  void isLeftOutWhereItIsNotBuilt() throws IOException {
    Files.createFile(directory.resolve("rivals.json"));
    var folder = new RivalsFolder(directory);
    assertThatThrownBy(() -> folder.classPath(null))
        .isInstanceOf(RivalAbsentException.class)
        .hasMessageContaining("mvn package");
    Files.createDirectories(directory.resolve("target/classes"));
    Files.writeString(directory.resolve("target/class-path"), "one.jar");
    assertThat(folder.classPath(null)).endsWith("one.jar");
    var jars = Files.createDirectories(directory.resolve("jars"));
    Files.createFile(jars.resolve("a.jar"));
    Files.createFile(jars.resolve("notes.txt"));
    var list = Files.writeString(directory.resolve("list"), "b.jar:c.jar\n");
    var name = directory.getFileName();
    assertThat(folder.classPath(List.of(name + "/jars", name + "/list", name + "/jars/a.jar")))
        .endsWith(
            String.join(
                File.pathSeparator,
                jars.resolve("a.jar").toString(),
                Files.readString(list).strip(),
                jars.resolve("a.jar").toString(),
                "one.jar"));
    assertThatThrownBy(() -> folder.classPath(List.of(name + "/gone")))
        .isInstanceOf(RivalAbsentException.class)
        .hasMessageContaining("mvn -Privals,spark package");
  }

  @Test
  void ofOursIsACell() throws IOException {
    var measured = rival(oursLike(entry("spring-jdbc")), day);
    measured.runFork(1, 2);
    var cell = measured.cell("embedded");
    assertThat(cell.id().key()).isEqualTo("spark/two-parts/ENTRY/all/%d/load/-".formatted(ROWS));
    assertThat(cell.isSound()).isTrue();
    assertThat(cell.needs()).containsExactly("spark");
    assertThat(cell.times().warmup().get(0)).hasSize(3);
    assertThat(cell.times().samples().get(0)).hasSize(2);
    assertThat(cell.costs().rowsLoaded()).isEqualTo(ROWS);
    assertThat(measured.description().strategy()).isEqualTo("spark");
  }

  @Tag("processes")
  @Test
  void ofOursMayNotTakeNullForATextWithoutCharacters() throws IOException {
    var facts = new HashMap<>(day.facts());
    facts.computeIfPresent(
        "t_2", (name, fact) -> new ColumnFacts(fact.nulls() + 1, fact.empties() - 1, fact.sum()));
    var other = new RivalDay(day.postgres(), day.table(), day.day(), ROWS, facts);
    var measured = rival(oursLike(entry("spring-jdbc")), other);
    measured.runFork(0, 1);
    assertThat(measured.cell("embedded").error()).contains("NULL");
  }

  private static RivalCatalogue.Entry oursLike(RivalCatalogue.Entry rival) {
    return new RivalCatalogue.Entry(
        "spark",
        "two-parts",
        "spark",
        rival.title(),
        rival.language(),
        rival.program(),
        rival.code(),
        rival.makes(),
        rival.about(),
        null,
        null,
        3,
        null);
  }

  private MeasuredRival rival(String name, RivalDay ofDay) throws IOException {
    return rival(entry(name), ofDay);
  }

  private MeasuredRival rival(RivalCatalogue.Entry entry, RivalDay ofDay) throws IOException {
    return new MeasuredRival(
        entry,
        Rivals.javaCommand(folder(), JVM_ARGS, entry),
        ofDay,
        ofDay.request(null),
        directory.resolve("err"),
        Interruption.never());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static RivalsFolder folder() {
    return RivalsFolder.find().orElseThrow();
  }

  private static RivalCatalogue.Entry entry(String name) throws IOException {
    return folder().rivals().stream()
        .filter(rival -> rival.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
