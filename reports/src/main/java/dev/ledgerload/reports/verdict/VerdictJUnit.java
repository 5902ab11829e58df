package dev.ledgerload.reports.verdict;

import dev.ledgerload.reports.gate.CellStatus;
import dev.ledgerload.reports.gate.GateOutcome;
import dev.ledgerload.reports.gate.GateVerdict;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A verdict as JUnit's XML: a cell that fails is a failed test, one that can't be told is a skipped
 * one, and sides that can't be compared are an error.
 */
final class VerdictJUnit {
  private static final String SUITE = "ledgerload gate";

  private VerdictJUnit() {}

  static String of(GateVerdict verdict) {
    var text = new StringWriter();
    try {
      var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument();
      write(verdict, xml);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string takes whatever is written to it", e);
    }
    return text + "\n";
  }

  private static void write(GateVerdict verdict, XMLStreamWriter xml) throws XMLStreamException {
    boolean comparable = verdict.outcome() != GateOutcome.NOT_COMPARABLE;
    long failures = verdict.count(CellStatus.FAIL);
    long skipped = verdict.count(CellStatus.INCONCLUSIVE) + verdict.count(CellStatus.CANNOT_GATE);
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", SUITE);
    xml.writeAttribute("tests", Integer.toString(comparable ? verdict.cells().size() : 1));
    xml.writeAttribute("failures", Long.toString(failures));
    xml.writeAttribute("errors", comparable ? "0" : "1");
    xml.writeAttribute("skipped", Long.toString(skipped));
    if (!comparable) {
      startCase("conditions", xml);
      writeMessage("error", String.join("; ", verdict.differences()), xml);
      xml.writeEndElement();
    }
    for (var cell : verdict.cells()) {
      startCase(cell.cell(), xml);
      switch (cell.status()) {
        case PASS -> {}
        case FAIL -> writeMessage("failure", cell.reason(), xml);
        case INCONCLUSIVE, CANNOT_GATE -> writeMessage("skipped", cell.reason(), xml);
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void startCase(String name, XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", SUITE);
    xml.writeAttribute("name", legal(name));
  }

  private static void writeMessage(String kind, String message, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement(kind);
    xml.writeAttribute("message", legal(message));
    xml.writeEndElement();
  }

  /** XML has no way to write most control characters. */
  private static String legal(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\t\\n\\r]]|[\\uFFFE\\uFFFF]|\\p{Cs}", "?");
  }
}
