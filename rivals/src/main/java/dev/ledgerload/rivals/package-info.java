/**
 * Other people's ways to load a day of {@code gl_entries}, each as its users would write it and at
 * its best settings, to be measured beside ours. Never shipped.
 *
 * <p>A rival is a process, which {@code ledgerload bench --rivals} starts: {@link
 * dev.ledgerload.rivals.RivalMain} with a {@link dev.ledgerload.rivals.Rival}'s name, or {@code
 * rival_main.py} with that of a module. It reads a {@link dev.ledgerload.rivals.RivalRequest} from
 * standard input, says that it is {@linkplain dev.ledgerload.rivals.RivalReady ready}, and then
 * loads the day once for each line that it reads, warm and over the connection that it has, and
 * answers with a {@link dev.ledgerload.rivals.RivalReply}: each of them a line of JSON. It ends
 * with its input. The clock runs in the rival, around its own load alone; what is then done to see
 * whether the answer is right isn't in it.
 */
@NullMarked
package dev.ledgerload.rivals;

import org.jspecify.annotations.NullMarked;
