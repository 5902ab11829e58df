/**
 * Loads groups from a materialized view. Start at {@link
 * dev.ledgerload.loader.mv.MvSourceProvider}; {@link dev.ledgerload.loader.mv.MvInstallation} makes
 * the view.
 */
@NullMarked
package dev.ledgerload.loader.mv;

import org.jspecify.annotations.NullMarked;
