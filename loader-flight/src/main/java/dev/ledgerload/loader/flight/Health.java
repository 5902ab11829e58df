package dev.ledgerload.loader.flight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ledgerload.spi.Grain;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a server answers to the action {@code health}, as JSON.
 *
 * @param ticketVersion the version of tickets it takes
 * @param source the strategy that it loads days by
 * @param grainNames what it serves, as tickets name it
 * @param cachedDays how many days it holds, {@code cachedBytes} how much memory they take
 */
record Health(
    int ticketVersion, String source, List<String> grainNames, int cachedDays, long cachedBytes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectReader READER =
      JSON.readerFor(Health.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("health can't be written", e);
    }
  }

  /**
   * @throws BrokenStreamException if it isn't what a server of this project answers
   */
  static Health of(byte[] json) {
    Health health;
    try {
      health = READER.readValue(json);
    } catch (IOException e) {
      throw new BrokenStreamException("no server of Ledgerload's: its health can't be read", e);
    }
    if (health.ticketVersion() != Tickets.VERSION) {
      throw new BrokenStreamException(
          "the server takes tickets of version %d, this client writes version %d: bring the older up to date"
              .formatted(health.ticketVersion(), Tickets.VERSION));
    }
    return health;
  }

  /** The grains that this version knows. */
  Set<Grain> grains() {
    Set<Grain> grains = EnumSet.noneOf(Grain.class);
    grainNames.forEach(name -> grains.add(Tickets.grain(name)));
    return grains;
  }
}
