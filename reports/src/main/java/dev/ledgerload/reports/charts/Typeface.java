package dev.ledgerload.reports.charts;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;

/** The charts' typeface, Inter, from its own jar: a chart looks the same on every machine. */
final class Typeface {
  private static final String FOLDER = "/com/formdev/flatlaf/fonts/inter/";
  private static final Font REGULAR = load("Inter-Regular.otf");
  private static final Font SEMI_BOLD = load("Inter-SemiBold.otf");

  private Typeface() {}

  static Font regular(float size) {
    return REGULAR.deriveFont(size);
  }

  static Font semiBold(float size) {
    return SEMI_BOLD.deriveFont(size);
  }

  private static Font load(String file) {
    try (InputStream in = Typeface.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + FOLDER + file);
      }
      return Font.createFont(Font.TRUETYPE_FONT, in);
    } catch (IOException | FontFormatException e) {
      throw new IllegalStateException("can't read " + FOLDER + file, e);
    }
  }
}
