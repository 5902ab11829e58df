package dev.ledgerload.reports.pages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** The pages' templates, which the build made classes of. */
final class Templates {
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Templates.class.getClassLoader(), "dev.ledgerload.reports.pages");

  private Templates() {}

  static String html(String template, Object page) {
    var html = new StringOutput();
    ENGINE.render(template, page, html);
    return html.toString();
  }

  /** JSON that can't end the script element that it stands in. */
  static String embedded(String json) {
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }
}
