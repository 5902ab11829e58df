package dev.ledgerload.reports.charts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes XChart's SVG fit for people and pages. All its text is outlines, so a title and a
 * description are added for screen readers, and no number is in it but in attributes. These have up
 * to seventeen digits, so they are rounded to hundredths of a pixel, which takes off more than
 * half.
 */
final class SvgDocument {
  /** Characters that XML 1.0 has no way to write; newer JDKs refuse them. */
  private static final Pattern NOT_IN_XML =
      Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}(?:E-?\\d+)?");
  private static final Pattern CLIP_ID = Pattern.compile("(?<=id=\"|url\\(#)clip\\d+");

  private SvgDocument() {}

  static String refine(byte[] drawn, String title, String description) {
    String text = new String(drawn, UTF_8);
    String svg = text.substring(text.indexOf("<svg ")).replaceAll(">\\s+<", "><").strip();
    String rounded = LONG_NUMBER.matcher(svg).replaceAll(number -> hundredths(number.group()));
    int root = rounded.indexOf('>');
    return "%s role=\"img\" aria-labelledby=\"title desc\"><title id=\"title\">%s</title>"
            .formatted(rounded.substring(0, root), escaped(title))
        + "<desc id=\"desc\">%s</desc>".formatted(escaped(description))
        + withStableIds(rounded.substring(root + 1));
  }

  /** The clip paths' ids are hash codes: numbered, the same chart is the same text every time. */
  private static String withStableIds(String svg) {
    Map<String, String> ids = new HashMap<>();
    return CLIP_ID
        .matcher(svg)
        .replaceAll(clip -> ids.computeIfAbsent(clip.group(), id -> "clip-" + ids.size()));
  }

  private static String hundredths(String number) {
    return new BigDecimal(number)
        .setScale(2, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  static String escaped(String text) {
    return NOT_IN_XML
        .matcher(text)
        .replaceAll("\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
