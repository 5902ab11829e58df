package dev.ledgerload.reports.pages;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.reports.compare.Choices.Choice;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.MethodDescription;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to take a method: what to type, and what to write.
 *
 * @param command lines for a shell
 * @param java a few lines
 */
record Example(String command, String java) {

  static Example of(RunResults results, Choice choice) {
    CellId id = choice.cell().id();
    var description =
        results.methods().stream()
            .filter(one -> one.strategy().equals(id.strategy()))
            .filter(one -> one.variant().equals(id.variant()))
            .findFirst();
    return new Example(command(choice), java(choice, description));
  }

  private static String command(Choice choice) {
    CellId id = choice.cell().id();
    List<String> lines = new ArrayList<>();
    if (choice.cell().needs().contains("install")) {
      lines.add("ledgerload install %s --journal journal.properties".formatted(id.strategy()));
    }
    if (choice.cell().needs().contains("server")) {
      lines.add("ledgerload serve-flight --journal journal.properties &");
    }
    lines.add(
        "ledgerload %s --journal journal.properties --day 2026-01-31 --strategy %s --variant %s"
            .formatted(
                id.phase().equals(CellId.TOTAL) ? "totals" : "load", id.strategy(), id.variant()));
    return String.join("\n", lines);
  }

  private static String java(Choice choice, Optional<MethodDescription> description) {
    CellId id = choice.cell().id();
    boolean loads = !id.columns().equals("none");
    boolean totals = id.phase().equals(CellId.TOTAL);
    var config = new StringBuilder(".withSchema(schema)");
    description
        .map(MethodDescription::options)
        .filter(options -> !options.isEmpty())
        .ifPresent(
            options -> config.append(".withOptions(Map.of(%s))".formatted(literals(options))));
    if (choice.cell().needs().contains("redis")) {
      config.append(".withRedis(redis)");
    }
    List<String> lines = new ArrayList<>();
    lines.add("var schema = JournalSchema.read(Path.of(\"journal.properties\"));");
    lines.add("var day = LocalDate.of(2026, 1, 31);");
    lines.add("try (var allocator = new RootAllocator();");
    lines.add("    var source =");
    lines.add(
        "        JournalSources.%s(\"%s\")"
            .formatted(loads ? "provider" : "totalsProvider", id.strategy()));
    lines.add("            .open(");
    lines.add(
        "                SourceConfig.of(new PostgresUrl(url), allocator)%s)%s"
            .formatted(config, loads ? ";" : ") {"));
    if (loads) {
      lines.add(
          "    var table = source.load(JournalQuery.%s(%s, day))%s"
              .formatted(
                  totals ? "forTotals" : "of",
                  id.grain().equals("GROUP") ? "schema.of(Grain.GROUP)" : "schema",
                  totals ? ";" : ") {"));
    }
    if (loads && totals) {
      lines.add("    var processor = TotalsProcessors.kernel()) {");
    }
    lines.add(
        !totals
            ? "  for (Line line : table.rows(Line.class)) { … }"
            : "  Totals totals = %s;"
                .formatted(loads ? "processor.process(table)" : "source.totals(day)"));
    lines.add("}");
    return String.join("\n", lines);
  }

  private static String literals(Map<String, String> options) {
    return options.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(option -> "\"%s\", \"%s\"".formatted(option.getKey(), option.getValue()))
        .collect(joining(", "));
  }
}
