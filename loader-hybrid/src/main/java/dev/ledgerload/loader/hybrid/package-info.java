/**
 * A cache in memory, tiers of sources and caches above a source, and the loader for production.
 *
 * <p>An application starts at {@link dev.ledgerload.loader.hybrid.JournalLoader}. The strategies
 * are {@link dev.ledgerload.loader.hybrid.MemorySourceProvider} and {@link
 * dev.ledgerload.loader.hybrid.HybridSourceProvider}. Other loaders are known by name only.
 */
@NullMarked
package dev.ledgerload.loader.hybrid;

import org.jspecify.annotations.NullMarked;
