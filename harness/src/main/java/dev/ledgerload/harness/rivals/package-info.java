/**
 * Runs other people's ways to load a day beside ours: the programs of the module {@code rivals},
 * each in a process of its own, as {@code rivals/rivals.json} names them. Nothing of that module is
 * part of this one: it is looked for in the checkout that this code was built in.
 */
@NullMarked
package dev.ledgerload.harness.rivals;

import org.jspecify.annotations.NullMarked;
