package dev.ledgerload.harness.rivals;

import dev.ledgerload.harness.setup.Columns;
import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.Costs;
import dev.ledgerload.reports.results.MethodDescription;
import dev.ledgerload.reports.results.Rival;
import dev.ledgerload.reports.results.Times;
import dev.ledgerload.spi.Grain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A rival, or one of ours, that can be measured here, and what its forks have given so far. */
public final class MeasuredRival {
  private static final String FLOATING = "(?i)(float|double).*";

  private final RivalCatalogue.Entry rival;
  private final List<String> command;
  private final RivalDay day;
  private final RivalRequest request;
  private final Path err;
  private final Interruption interruption;
  private final List<List<RivalReply>> warmup = new ArrayList<>();
  private final List<List<RivalReply>> measured = new ArrayList<>();
  private String version = "";
  private @Nullable String error;

  /**
   * @param command that starts its process
   * @param err gets what it prints to standard error
   * @param interruption may end it
   */
  MeasuredRival(
      RivalCatalogue.Entry rival,
      List<String> command,
      RivalDay day,
      RivalRequest request,
      Path err,
      Interruption interruption) {
    this.rival = rival;
    this.command = command;
    this.day = day;
    this.request = request;
    this.err = err;
    this.interruption = interruption;
  }

  /** Whether it is a strategy of ours, so that it has a {@link #cell} and isn't a rival. */
  public boolean isOurs() {
    return rival.isOurs();
  }

  /** Its title. */
  public String title() {
    return rival.title();
  }

  /** The entries of the day that it loads. */
  public long rows() {
    return day.rows();
  }

  /**
   * Runs a fresh process of it, and keeps what came of that: figures, or an error; nothing if it
   * was interrupted. One that has failed isn't run again.
   *
   * @param warmups loads that don't count, or more where it needs them
   * @param measurements those that do
   */
  public void runFork(int warmups, int measurements) {
    if (error != null) {
      return;
    }
    try (var process = new RivalProcess(command, request, err)) {
      version = process.version();
      var unmeasured = load(process, rival.warmups(warmups));
      var counted = load(process, measurements);
      warmup.add(unmeasured);
      measured.add(counted);
    } catch (IOException e) {
      if (!interruption.explainsFailure()) {
        error = day.redacted(String.valueOf(e.getMessage()));
      }
    }
  }

  private List<RivalReply> load(RivalProcess process, int times) throws IOException {
    List<RivalReply> replies = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      var reply = process.load();
      var complaint = complaint(reply);
      if (complaint != null) {
        throw new IOException("wrong answer: " + complaint);
      }
      replies.add(reply);
    }
    return List.copyOf(replies);
  }

  private @Nullable String complaint(RivalReply reply) {
    var complaint = day.complaint(reply);
    if (complaint == null && isOurs() && Boolean.FALSE.equals(day.isNullApart(reply))) {
      return "NULL isn't apart from texts without characters"; // a rival's habit is told instead
    }
    return complaint;
  }

  /** Why it failed; null if it didn't. */
  public @Nullable String error() {
    return error;
  }

  /** Whether there is anything to tell of it. */
  public boolean hasOutcome() {
    return error != null || !measured.isEmpty();
  }

  /** The middle of its times in milliseconds; there has to be one. */
  public double medianMs() {
    return Objects.requireNonNull(middle(RivalReply::elapsedNanos)) / 1e6;
  }

  /** All of it, for the results; there has to be something to tell. */
  public Rival result() {
    boolean failed = error != null;
    var last = failed ? null : last();
    return new Rival(
        rival.name(),
        rival.title(),
        rival.language(),
        version,
        rival.makes(),
        rival.about(),
        rival.code(),
        day.rows(),
        failed ? Times.NONE : Times.of(millis(warmup), millis(measured)),
        millis(RivalReply::cpuNanos),
        bytes(RivalReply::peakBytes),
        bytes(RivalReply::resultBytes),
        bytes(RivalReply::wireBytes),
        millis(RivalReply::conversionNanos),
        last == null ? null : last.amountType(),
        isExact(last),
        last == null ? null : day.isNullApart(last),
        !failed,
        error);
  }

  /**
   * The same of one of ours.
   *
   * @param provider where PostgreSQL comes from
   */
  public Cell cell(String provider) {
    var id =
        new CellId(
            rival.name(),
            variant(),
            Grain.ENTRY.name(),
            Columns.ALL,
            day.rows(),
            CellId.LOAD,
            null,
            null,
            null);
    var needs = List.of(rival.name());
    if (error != null) {
      return Cell.failed(id, needs, provider, false, error);
    }
    return new Cell(
        id,
        "live",
        needs,
        Times.of(millis(warmup), millis(measured)),
        new Costs(day.rows(), 0, null, null, null, millis(RivalReply::cpuNanos)),
        true,
        provider,
        false,
        null);
  }

  /** What one of ours is. */
  public MethodDescription description() {
    return new MethodDescription(rival.name(), variant(), rival.about(), Map.of());
  }

  private String variant() {
    return Objects.requireNonNull(rival.variant(), "of ours alone");
  }

  private RivalReply last() {
    var fork = measured.get(measured.size() - 1);
    return fork.get(fork.size() - 1);
  }

  private static @Nullable Boolean isExact(@Nullable RivalReply reply) {
    var amount = reply == null ? null : reply.amountType();
    return amount == null ? null : !amount.matches(FLOATING);
  }

  private static List<List<Double>> millis(List<List<RivalReply>> forks) {
    return forks.stream()
        .map(fork -> fork.stream().map(reply -> reply.elapsedNanos() / 1e6).toList())
        .toList();
  }

  private @Nullable Double millis(Function<RivalReply, @Nullable Long> nanos) {
    var middle = middle(nanos);
    return middle == null ? null : middle / 1e6;
  }

  private @Nullable Long bytes(Function<RivalReply, @Nullable Long> figure) {
    return middle(figure);
  }

  /** The middle of a figure; null if it wasn't taken. */
  private @Nullable Long middle(Function<RivalReply, @Nullable Long> figure) {
    var sorted =
        measured.stream()
            .flatMap(List::stream)
            .map(figure)
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    return error != null || sorted.isEmpty() ? null : sorted.get(sorted.size() / 2);
  }
}
