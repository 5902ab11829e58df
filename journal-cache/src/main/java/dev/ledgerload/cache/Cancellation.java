package dev.ledgerload.cache;

/** What has become of a load while it runs. Thread-safe. */
public interface Cancellation {

  /** Whether nobody waits for the load any more, or will get what it gives. */
  boolean isCancelled();

  /**
   * Whether a cache may keep what is loaded: the day wasn't invalidated meanwhile. A cache that
   * asks when it puts the day, and not before, keeps nothing that an invalidation before that met.
   */
  boolean isKeepable();
}
