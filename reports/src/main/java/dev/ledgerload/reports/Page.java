package dev.ledgerload.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * {@code report.html}: what the template {@code page.jte} shows. The page is one file that asks for
 * nothing from outside and needs no script.
 *
 * @param json the results, to be embedded in a script element
 */
record Page(
    RunResults results,
    Headline headline,
    String provenance,
    Choices choices,
    List<Comparison> comparisons,
    ProcessorComparison processors,
    List<PageFigure> figures,
    List<Failure> failures,
    String json) {

  static Page of(
      RunResults results,
      List<Comparison> comparisons,
      List<Scaling> scalings,
      List<ChartPicture> charts) {
    return new Page(
        results,
        Headline.of(results, comparisons),
        Provenance.line(results),
        Choices.of(results),
        comparisons,
        ProcessorComparison.of(results),
        charts.stream().map(chart -> PageFigure.of(chart, comparisons, scalings)).toList(),
        Failure.of(results),
        ResultsJson.text(ResultsJson.of(results)));
  }

  String html() {
    TemplateEngine templates =
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, Page.class.getClassLoader(), "dev.ledgerload.reports");
    var html = new StringOutput();
    templates.render("page.jte", this, html);
    return html.toString();
  }

  /** JSON that can't end the script element it stands in. */
  String embeddedJson() {
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }

  String jsonUri() {
    return "data:application/json;base64,"
        + Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
  }

  String took() {
    Duration took = Duration.between(results.startedAt(), results.finishedAt());
    return took.toMinutes() == 0
        ? took.toSeconds() + " s"
        : "%d min %d s".formatted(took.toMinutes(), took.toSecondsPart());
  }

  /** The environment's groups that say something, under the names people use. */
  Map<String, Map<String, String>> environment() {
    return results.environment().groups();
  }

  static String groupName(String group) {
    return switch (group) {
      case "jvm" -> "JVM";
      case "postgres" -> "PostgreSQL";
      case "redis" -> "Redis";
      case "machine" -> "Machine";
      case "journal" -> "Journal";
      case "source" -> "Source";
      default -> group;
    };
  }
}
