package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.JournalServer;
import dev.ledgerload.spi.JournalServerProvider;
import dev.ledgerload.spi.SourceConfig;

/**
 * An Arrow Flight server that loads days once and keeps them in memory.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code host}: the address to listen at; default {@code 127.0.0.1}, this machine only. One
 *       that other machines reach needs a token and TLS, or {@code insecure}.
 *   <li>{@code port}: default 5005; 0 for any that is free.
 *   <li>{@code from}: the strategy to load days by, with its recommended options; default {@code
 *       copy}.
 *   <li>{@code cache-bytes}: how much memory the days kept may take together, as {@code 4g}, {@code
 *       512m} or a number of bytes; default {@code 1g}. The days used longest ago go first. A day
 *       that doesn't fit is served and not kept.
 *   <li>{@code send-bytes}: how much memory the days may take beyond {@code cache-bytes} that are
 *       being loaded, and that clients haven't taken yet; default {@code 1g}. A load waits until
 *       there is room, as long as its client does; a day that doesn't fit even so is refused.
 *   <li>{@code ttl}: how long a day is served from memory, as {@code 30s}; default {@code 5m}; 0 to
 *       keep none. A query's {@code maxAge} can ask for younger ones.
 *   <li>{@code stall-limit}: how long a client may take nothing before it is cut; default {@code
 *       60s}. While loads wait for room, a quarter of that. Each cut is logged.
 *   <li>{@code tls-certificate}, {@code tls-key}: PEM files of a certificate chain and its key
 *       (PKCS#8, without a password), for TLS; both or none.
 *   <li>{@code token-file}: a file with a token that every call must bring, as {@code
 *       authorization: Bearer <token>}; white space around it doesn't count. Without TLS it travels
 *       as it is.
 *   <li>{@code insecure}: {@code true} to let other machines in without a token or without TLS;
 *       default {@code false}.
 *   <li>{@code row-level-security}: {@code refuse}, the default, or {@code ignore}. Every client
 *       gets the rows that the server's own user sees; a journal whose rows depend on who asks, as
 *       the server finds it when it starts, and a query, of which it can't tell, is served by
 *       {@code ignore} only. Then let in only those, by the token, who may see what that user sees.
 * </ul>
 *
 * <p><b>Whose days.</b> A server connects as one user, by one URL, to one table; so its memory has
 * only what that user is shown, and who asks makes no difference. It tells its clients what it
 * serves, by the table's name with the schema that it was found in and by the {@linkplain
 * dev.ledgerload.spi.JournalSchema#fingerprint fingerprint} of the journal's schema under that
 * name, and so does each stream; this project's client takes no other journal than its own
 * configuration names, and by no other schema. Which database that is, and what else than row-level
 * security and views hides rows, they can't tell.
 *
 * <p>A connection has up to 16 calls at once; its client makes further ones wait. A server has up
 * to 1,024, of which 64 may be other than <b>DoGet</b> and wait for the database; what is beyond
 * that is refused as {@code UNAVAILABLE}, to be tried again.
 *
 * <p>The protocol is Arrow Flight's, for any of its clients:
 *
 * <ul>
 *   <li><b>DoGet</b> takes a ticket: a day, as {@code 2026-01-31}, or JSON that also names grain,
 *       columns and greatest age ({@code {"version": 2, "day": "2026-01-31", "grain": "entry",
 *       "columns": ["id", "amount"], "maxAge": "PT1M"}}) and may name, as {@code "schema"}, the
 *       fingerprint of the only schema that will do. It gives exactly these columns, codes
 *       dictionary-encoded, each dictionary once and before the rows. The schema's metadata says
 *       {@code ledgerload.journal}, {@code .schema}, {@code .day}, {@code .grain}, {@code .rows},
 *       {@code .as_of} and, if the database keeps one, {@code .version}; who got fewer rows hasn't
 *       got the day.
 *   <li>Bodies are plain, unless the call's header {@code ledgerload-compression} says otherwise:
 *       {@code lz4} has them compressed as Arrow's format has it, {@code auto} while the line to
 *       the client's machine takes less than half of what LZ4 makes, by what was sent over it.
 *   <li><b>ListFlights</b> gives the days that have entries, by a path of one part, the day; for
 *       those in memory also schema, rows and bytes. <b>GetFlightInfo</b> takes such a path, or a
 *       ticket as command; <b>GetSchema</b> likewise. Both load the day if need be.
 *   <li><b>DoAction</b> {@code invalidate} forgets the day in its body; {@code health} tells
 *       version, journal, schema, source, grains and how much is in memory.
 *   <li>A failed call's trailer {@code ledgerload-kind} is the {@link
 *       dev.ledgerload.spi.JournalLoadException.Kind}.
 * </ul>
 */
public final class FlightServerProvider implements JournalServerProvider {
  @Override
  public String strategy() {
    return FlightSourceProvider.STRATEGY;
  }

  @Override
  public JournalServer start(SourceConfig config) {
    return JournalFlightServer.start(config, ServerOptions.of(config));
  }
}
