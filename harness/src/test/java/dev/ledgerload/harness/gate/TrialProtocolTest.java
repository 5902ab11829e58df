package dev.ledgerload.harness.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.harness.trial.TrialProtocol;
import dev.ledgerload.harness.trial.TrialReply;
import dev.ledgerload.harness.trial.TrialRequest;
import dev.ledgerload.harness.trial.TrialSample;
import dev.ledgerload.reports.results.LinkSpeed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other builds read these texts: who has to change this test counts the protocol's version up. */
class TrialProtocolTest {
  private static final TrialCell CELL =
      new TrialCell("ENTRIES", "copy", "one-stream", "all", "kernel", "warm", 100, null);

  /** What builds wrote when the protocol became what it is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"protocol":3,"strategies":["copy"],"cell":null,"warmups":0,"measurements":0}""",
        """
        {"protocol":3,"strategies":[],"cell":{"kind":"DRAIN","strategy":"drain",\
        "variant":"one-stream","columns":"all","processor":"kernel","state":"","rows":100},\
        "warmups":1,"measurements":3}"""
      })
  void requestsAreReadAndWrittenAsEver(String text) {
    assertThat(TrialProtocol.text(TrialProtocol.request(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        ledgerload-trial {"protocol":3,"commit":"abc","jdk":"17","cells":[\
        {"kind":"DRAIN","strategy":"drain","variant":"one-stream","columns":"all",\
        "processor":"kernel","state":"","rows":100},\
        {"kind":"ENTRIES","strategy":"copy","variant":"one-stream","columns":"totals",\
        "processor":"duckdb","state":"","rows":100},\
        {"kind":"ENTRIES","strategy":"redis","variant":"compressed","columns":"all",\
        "processor":"kernel","state":"cold","rows":100},\
        {"kind":"PAIRS","strategy":"mv","variant":"view","columns":"all",\
        "processor":"kernel","state":"","rows":100},\
        {"kind":"TOTALS","strategy":"indb","variant":"function","columns":"none",\
        "processor":"","state":"","rows":100}],\
        "notes":["note: x"],"samples":[],"error":null,"wrongAnswer":false}""",
        """
        ledgerload-trial {"protocol":3,"commit":"abc","jdk":"17","cells":[],"notes":[],\
        "samples":[{"millis":12.5,"allocatedBytes":1000.25,"rows":100,"tableBytes":4000,\
        "wireBytes":0},{"millis":13.0,"allocatedBytes":0.0,"rows":7,"tableBytes":0,\
        "wireBytes":300}],"error":null,"wrongAnswer":false}""",
        """
        ledgerload-trial {"protocol":3,"commit":"abc","jdk":"17","cells":[],"notes":[],\
        "samples":[],"error":"wrong answer: x","wrongAnswer":true}"""
      })
  void repliesAreReadAndWrittenAsEver(String line) {
    assertThat(TrialProtocol.line(TrialProtocol.reply(Stream.of(line)))).isEqualTo(line);
  }

  @Test
  void aRequestIsThisText() {
    assertThat(TrialProtocol.text(TrialRequest.of(CELL, 2, 3)))
        .isEqualTo(
            "{\"protocol\":3,\"strategies\":[],\"cell\":{\"kind\":\"ENTRIES\",\"strategy\":\"copy\","
                + "\"variant\":\"one-stream\",\"columns\":\"all\",\"processor\":\"kernel\","
                + "\"state\":\"warm\",\"rows\":100},\"warmups\":2,\"measurements\":3}");
  }

  @Test
  void aReplyIsFoundAmongOtherLines() {
    var reply = TrialReply.ofSamples(List.of(new TrialSample(12.5, 1000, 100, 4000, 0)));
    assertThat(TrialProtocol.reply(Stream.of("chatter", TrialProtocol.line(reply), "more")))
        .isEqualTo(reply);
  }

  @Test
  void whatALaterBuildAddsIsPassedOver() {
    var reply =
        TrialProtocol.reply(
            Stream.of(
                "ledgerload-trial {\"protocol\":1,\"commit\":\"a\",\"jdk\":\"b\",\"cells\":[],"
                    + "\"notes\":[],\"samples\":[],\"error\":\"e\",\"wrongAnswer\":true,\"more\":1}"));
    assertThat(reply.error()).isEqualTo("e");
    assertThat(reply.wrongAnswer()).isTrue();
  }

  @Test
  void noReplyIsNoReply() {
    assertThatThrownBy(() -> TrialProtocol.reply(Stream.of("chatter")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCellsKeyIsThatOfItsResults() {
    assertThat(CELL.key()).isEqualTo("copy/one-stream/ENTRY/all/100/total/kernel/warm");
    assertThat(new TrialCell("DRAIN", "drain", "one-stream", "all", "kernel", "", 100, null).key())
        .isEqualTo("drain/one-stream/ENTRY/all/100/load/-");
    assertThat(new TrialCell("TOTALS", "indb", "function", "none", "", "", 100, null).key())
        .isEqualTo("indb/function/GROUP/none/100/total/-");
  }

  /** The gate asks for none; but if it did, a cell would not be taken for another. */
  @Test
  void aCellOverALinkIsAnotherThanThatWithout() {
    var linked = CELL.id().over(new LinkSpeed(1, 1_000_000_000));
    assertThat(TrialCell.of(linked).id()).isEqualTo(linked);
    assertThat(TrialCell.of(linked).key()).isEqualTo(CELL.key() + "/rtt=1ms,rate=1g");
  }
}
