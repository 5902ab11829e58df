package dev.ledgerload.loader.flight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ledgerload.columnar.ipc.CorruptStreamException;
import dev.ledgerload.spi.Grain;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a server answers to the action {@code health}, as JSON.
 *
 * @param ticketVersion the version of tickets it takes
 * @param journal which journal it serves, as {@link ServedName#journal()} says it
 * @param schema by which schema: its {@link ServedName#fingerprint()}
 * @param source the strategy that it loads days by
 * @param grainNames what it serves, as tickets name it
 * @param cachedDays how many days it holds, {@code cachedBytes} how much memory they take
 */
record Health(
    int ticketVersion,
    String journal,
    String schema,
    String source,
    List<String> grainNames,
    int cachedDays,
    long cachedBytes) {
  private static final int MAX_WHY = 200; // of what may repeat what was sent
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectReader READER =
      JSON.readerFor(Health.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .with(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("health can't be written", e);
    }
  }

  /**
   * @throws CorruptStreamException if it isn't what a server of this project answers
   */
  static Health of(byte[] json) {
    Health health = read(json);
    if (health.ticketVersion() != Tickets.VERSION) {
      throw new CorruptStreamException(
          "the server takes tickets of version %d, this client writes version %d: bring the older up to date"
              .formatted(health.ticketVersion(), Tickets.VERSION));
    }
    if (health.grains().isEmpty()) {
      throw new CorruptStreamException("the server's health names no grain that this client knows");
    }
    return health;
  }

  private static Health read(byte[] json) {
    try {
      Health health = READER.readValue(json);
      if (health != null) {
        return health;
      }
    } catch (IOException e) {
      throw unreadable(
          e instanceof JsonProcessingException parsing
              ? parsing.getOriginalMessage()
              : e.toString());
    }
    throw unreadable("it says nothing");
  }

  private static CorruptStreamException unreadable(String why) {
    return new CorruptStreamException(
        "no server of Ledgerload's, or an older one: its health can't be read: "
            + why.substring(0, Math.min(why.length(), MAX_WHY)));
  }

  ServedName served() {
    return new ServedName(journal, schema);
  }

  /** The grains that this version knows. */
  Set<Grain> grains() {
    Set<Grain> grains = EnumSet.noneOf(Grain.class);
    for (var grain : Grain.values()) {
      if (grainNames.contains(Tickets.name(grain))) {
        grains.add(grain);
      }
    }
    return grains;
  }
}
