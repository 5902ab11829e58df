package dev.ledgerload.loader.copy;

import dev.ledgerload.spi.OptionType;
import java.util.Locale;

/**
 * How many streams load a day together.
 *
 * @param most so many at the most
 * @param isAuto whether each load takes as many of them as pay, rather than all
 */
record StreamCount(int most, boolean isAuto) {
  private static final int MAX_STREAMS = 64;

  /**
   * Of more than these a day's load hardly gets shorter: the client decodes what they send by as
   * many threads, and one of them has to make sure of all that lies elsewhere.
   */
  private static final int MAX_AUTO = 4;

  static final StreamCount AUTO = new StreamCount(MAX_AUTO, true);

  static final OptionType<StreamCount> TYPE =
      OptionType.of(
          "auto, or a number from 1 to " + MAX_STREAMS,
          StreamCount::parse,
          count -> count.most >= 1 && count.most <= MAX_STREAMS);

  static StreamCount of(int streams) {
    return new StreamCount(streams, false);
  }

  private static StreamCount parse(String text) {
    return text.toLowerCase(Locale.ROOT).equals("auto") ? AUTO : of(Integer.parseInt(text));
  }
}
