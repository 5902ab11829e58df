package dev.ledgerload.loader.hybrid;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ledgerload.loader.hybrid.LoadRecorder.Fill;
import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** The dashboard for Grafana asks for what the code has, by the labels that it has. */
class DashboardTest {
  private static final Path DASHBOARD = Path.of("../docs/grafana/ledgerload.json");
  private static final Pattern SELECTOR = Pattern.compile("\\b(data_\\w+)(?:\\{([^}]*)\\})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|ignoring|on|without)\\s*\\(([^)]*)\\)");

  /** The labels of each series, by the name that a query has for it. */
  private static Map<String, Set<String>> series() {
    var registry = new PrometheusRegistry();
    try (var allocator = new RootAllocator();
        var recorder = new PrometheusRecorder(registry)) {
      recorder.loaded("memory", 1, Duration.ZERO);
      recorder.failed(Kind.TIMEOUT, 1);
      recorder.processed("memory", true, 1);
      recorder.hit("memory");
      recorder.miss("memory");
      recorder.tierFailed("redis", Kind.TIMEOUT);
      recorder.filled("redis", Fill.KEPT);
      var config =
          SourceConfig.of(new PostgresUrl("jdbc:postgresql://localhost/x"), allocator)
              .withOptions(Map.of("tiers", "memory,copy"));
      var options = HybridOptions.of(config);
      try (var tier = new Tier(options.tiers().get(0), options, config, recorder)) {
        tier.open();
        recorder.watch(List.of(tier));
        Map<String, Set<String>> series = new HashMap<>();
        registry
            .scrape()
            .forEach(metric -> names(metric).forEach(n -> series.put(n, labels(metric))));
        return series;
      }
    }
  }

  private static Stream<String> names(MetricSnapshot metric) {
    var name = metric.getMetadata().getName();
    if (metric instanceof HistogramSnapshot) {
      return Stream.of(name + "_bucket", name + "_count", name + "_sum");
    }
    return Stream.of(metric instanceof CounterSnapshot ? name + "_total" : name);
  }

  private static Set<String> labels(MetricSnapshot metric) {
    Set<String> labels =
        metric.getDataPoints().stream()
            .flatMap(point -> point.getLabels().stream())
            .map(label -> label.getName())
            .collect(toSet());
    if (metric instanceof HistogramSnapshot) {
      labels.add("le");
    }
    return labels;
  }

  private static List<String> expressions() throws IOException {
    var dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));
    return dashboard.findValues("expr").stream().map(JsonNode::asText).toList();
  }

  @Test
  void asksForSeriesThatThereAreByTheirLabels() throws IOException {
    var series = series();
    assertThat(expressions()).isNotEmpty();
    for (var expression : expressions()) {
      Set<String> known = new HashSet<>();
      var selectors = SELECTOR.matcher(expression).results().toList();
      assertThat(selectors).as(expression).isNotEmpty();
      for (var selector : selectors) {
        assertThat(series).as(expression).containsKey(selector.group(1));
        var labels = series.get(selector.group(1));
        known.addAll(labels);
        if (selector.group(2) != null) {
          assertThat(labels).as(expression).containsAll(matched(selector));
        }
      }
      for (var grouping : GROUPING.matcher(expression).results().toList()) {
        assertThat(known).as(expression).contains(grouping.group(1).split("\\s*,\\s*"));
      }
    }
  }

  private static List<String> matched(MatchResult selector) {
    return MATCHER.matcher(selector.group(2)).results().map(label -> label.group(1)).toList();
  }

  @Test
  void showsEveryMetricThatThereIs() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (var expression : expressions()) {
      SELECTOR.matcher(expression).results().forEach(result -> shown.add(result.group(1)));
    }
    var unseen = new TreeSet<>(series().keySet());
    unseen.removeAll(shown);
    assertThat(unseen).allMatch(name -> name.endsWith("_count") || name.endsWith("_sum"));
  }
}
