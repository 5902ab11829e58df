package dev.ledgerload.harness.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Stream;

/** Requests and replies as text. */
public final class TrialProtocol {
  /** What is started of a build to be asked. */
  public static final String MAIN_CLASS = "dev.ledgerload.harness.bench.TrialMain";

  /** The system property that says how long hits of a cache are warmed up, as {@code PT0S}. */
  public static final String WARMING_PROPERTY = "ledgerload.warming";

  /** The version that this build speaks. */
  public static final int VERSION = 3;

  /**
   * The line by which a build says that it is about to begin an operation, warm-ups too. It waits
   * for a line, {@link #GO}, before it does.
   */
  public static final String READY = "ledgerload-trial-ready";

  /** The line by which it may. */
  public static final String GO = "go";

  /** Begins the line of a reply; other lines of standard output are a library's chatter. */
  private static final String PREFIX = "ledgerload-trial ";

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private TrialProtocol() {}

  /** A request as its JSON, on one line. */
  public static String text(TrialRequest request) {
    return write(request);
  }

  /** A reply as its line. */
  public static String line(TrialReply reply) {
    return PREFIX + write(reply);
  }

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static TrialRequest request(String text) {
    return read(text, TrialRequest.class);
  }

  /** Whether a line of output is a reply, and so the last that matters. */
  public static boolean isReply(String line) {
    return line.startsWith(PREFIX);
  }

  /**
   * Finds the reply among lines of output.
   *
   * @throws IllegalArgumentException if there is none, or it can't be read
   */
  public static TrialReply reply(Stream<String> lines) {
    return lines
        .filter(TrialProtocol::isReply)
        .reduce((earlier, later) -> later)
        .map(line -> read(line.substring(PREFIX.length()), TrialReply.class))
        .orElseThrow(() -> new IllegalArgumentException("no reply"));
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers have a JSON", e);
    }
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "no %s: %s".formatted(type.getSimpleName(), e.getOriginalMessage()), e);
    }
  }
}
