package dev.ledgerload.reports.charts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Makes XChart's SVG fit for people and pages. All its text is outlines, so a title and a
 * description are added for screen readers; its numbers have up to seventeen digits, so they are
 * rounded to hundredths of a pixel, which takes off more than half.
 */
public final class SvgDocument {
  /** Characters that XML 1.0 has no way to write; newer JDKs refuse them. */
  private static final Pattern NOT_IN_XML =
      Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}(?:E-?\\d+)?");

  private static final Pattern CLIP_ID = Pattern.compile("(?<=id=\"|url\\(#)clip\\d+");

  private SvgDocument() {}

  static String refine(byte[] drawn, String title, String description) {
    try {
      Document document = parser().parse(new ByteArrayInputStream(drawn));
      Element svg = document.getDocumentElement();
      roundNumbers(svg);
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-labelledby", "title desc");
      svg.setAttribute(
          "viewBox", "0 0 %s %s".formatted(pixels(svg, "width"), pixels(svg, "height")));
      Node first = svg.getFirstChild();
      svg.insertBefore(text(document, "title", title), first);
      svg.insertBefore(text(document, "desc", description), first);
      return withStableIds(written(svg));
    } catch (IOException | SAXException | ParserConfigurationException | TransformerException e) {
      throw new IllegalStateException("XChart's SVG can't be read", e);
    }
  }

  /** The clip paths' ids are hash codes: numbered, the same chart is the same text every time. */
  private static String withStableIds(String svg) {
    Map<String, String> ids = new HashMap<>();
    return CLIP_ID
        .matcher(svg)
        .replaceAll(clip -> ids.computeIfAbsent(clip.group(), id -> "clip-" + ids.size()));
  }

  private static DocumentBuilder parser() throws ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    DocumentBuilder parser = factory.newDocumentBuilder();
    parser.setEntityResolver(
        (publicId, systemId) -> new InputSource(new ByteArrayInputStream(new byte[0])));
    return parser;
  }

  private static String pixels(Element svg, String attribute) {
    return svg.getAttribute(attribute).replace("px", "");
  }

  private static Element text(Document document, String name, String content) {
    Element element = document.createElementNS(SVG, name);
    element.setAttribute("id", name);
    element.setTextContent(NOT_IN_XML.matcher(content).replaceAll("\uFFFD"));
    return element;
  }

  private static void roundNumbers(Element element) {
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      Node attribute = attributes.item(i);
      attribute.setNodeValue(rounded(attribute.getNodeValue()));
    }
    NodeList children = element.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i) instanceof Element child) {
        roundNumbers(child);
      }
    }
  }

  private static String rounded(String value) {
    return LONG_NUMBER
        .matcher(value)
        .replaceAll(number -> Matcher.quoteReplacement(hundredths(number.group())));
  }

  private static String hundredths(String number) {
    return new BigDecimal(number)
        .setScale(2, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String written(Element svg) throws TransformerException {
    Transformer transformer = TransformerFactory.newInstance().newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    var text = new StringWriter();
    transformer.transform(new DOMSource(svg), new StreamResult(text));
    return text.toString();
  }
}
