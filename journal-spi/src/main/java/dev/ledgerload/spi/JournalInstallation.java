package dev.ledgerload.spi;

/**
 * Something that lives in the journal's database beside it, as a view or a trigger. Found by {@link
 * java.util.ServiceLoader}. Stateless and thread-safe.
 *
 * <p>Each method is all or nothing, and can be repeated: installing again brings an older or
 * changed installation to what is asked for.
 */
public interface JournalInstallation {

  /** A name to choose it by, as {@code versions}; that of the strategy if it belongs to one. */
  String name();

  /** What it is for and what it costs, in one sentence. */
  String summary();

  /**
   * Installs it, up to date with the journal.
   *
   * @param config its options are the installation's
   * @throws JournalLoadException if it can't be, as for want of a right; the message says which
   * @throws IllegalArgumentException if an option is unknown or its value isn't allowed
   */
  void install(SourceConfig config);

  /**
   * Whether it is there; changes nothing.
   *
   * @throws JournalLoadException if that can't be found out, as for want of the journal's table
   */
  boolean isInstalled(SourceConfig config);

  /** Brings it up to date with the journal, where it is there and doesn't keep itself so. */
  default void refresh(SourceConfig config) {}

  /** Removes it, where it is there, and nothing else. */
  void uninstall(SourceConfig config);
}
