package dev.ledgerload.loader.redis;

import dev.ledgerload.postgres.JournalIdentity;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * The keys of a journal's days: {@code prefix:{journal:day}:grain} for a manifest, and that with
 * {@code :write:number} behind it for a chunk. A cluster keeps together what has the same text in
 * braces, so a day lies on one node.
 */
record DayKeys(String prefix, String journal) {

  /**
   * The keys of the days of a journal as it shows itself to who asks: its table's name, for people,
   * and a fingerprint of all that decides which entries it has for them, and how they are held; the
   * schema's is a part of that.
   *
   * @param place the database's address, or what is said instead
   */
  static DayKeys of(String prefix, String place, JournalSchema schema, JournalIdentity identity) {
    var decisive =
        List.of(
            place,
            schema.fingerprint(),
            identity.database(),
            identity.relation(),
            identity.asker());
    var name = schema.isQuery() ? "query" : schema.table().replaceAll("[^A-Za-z0-9_.-]", "_");
    return new DayKeys(prefix, name + "-" + Fingerprint.of(decisive));
  }

  String manifest(LocalDate day, Grain grain) {
    var name = grain.name().toLowerCase(Locale.ROOT);
    return prefix + ":{" + journal + ":" + day + "}:" + name; // no format: each load makes one
  }

  static String chunk(String manifestKey, String writeId, int number) {
    return manifestKey + ":" + writeId + ":" + number;
  }
}
