package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import java.util.EnumSet;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BOOLEAN       | Bool
          INT16         | Int(16, true)
          INT32         | Int(32, true)
          INT64         | Int(64, true)
          FLOAT32       | FloatingPoint(SINGLE)
          FLOAT64       | FloatingPoint(DOUBLE)
          DATE          | Date(DAY)
          TIME          | Time(MICROSECOND, 64)
          TIMESTAMP     | Timestamp(MICROSECOND, null)
          TIMESTAMP_UTC | Timestamp(MICROSECOND, UTC)
          UUID          | FixedSizeBinary(16)
          """)
  void holdsFixedWidthsAsArrowDoes(Fixed type, String arrow) {
    assertThat(type.arrowType()).hasToString(arrow);
  }

  @Test
  void holdsTextsAndBytesAtTheirLength() {
    assertThat(Variable.TEXT.arrowType()).isEqualTo(new ArrowType.Utf8());
    assertThat(Variable.JSON.arrowType()).isEqualTo(new ArrowType.Utf8());
    assertThat(Variable.BYTES.arrowType()).isEqualTo(new ArrowType.Binary());
  }

  @Test
  void tellsArrowReadersWhatTheTypeAloneDoesNot() {
    assertThat(Fixed.UUID.extensionName()).contains("arrow.uuid");
    assertThat(Variable.JSON.extensionName()).contains("arrow.json");
    assertThat(new Code(Fixed.UUID).extensionName()).contains("arrow.uuid");
    assertThat(Fixed.INT64.extensionName()).isEmpty();
    assertThat(Variable.TEXT.extensionName()).isEmpty();
    assertThat(new Decimal(18, 2).extensionName()).isEmpty();
  }

  @Test
  void tellsNoReaderThatIndexesAreWhatTheirDictionaryHolds() {
    var encoding = new DictionaryEncoding(1, false, new ArrowType.Int(8, true));
    assertThat(Fixed.UUID.field("f").getMetadata()).hasSize(1);
    assertThat(Fixed.UUID.indexField("f", encoding).getMetadata()).isEmpty();
  }

  @Test
  void knowsADictionarysValuesByArrowsTypeOfThem() {
    for (var type : Fixed.values()) {
      assertThat(ColumnType.ofDictionary(type.arrowType()).isPresent()).isEqualTo(type.canBeKey());
    }
    assertThat(ColumnType.ofDictionary(new ArrowType.FixedSizeBinary(16))).contains(Fixed.UUID);
    assertThat(ColumnType.ofDictionary(new ArrowType.Utf8())).contains(Variable.TEXT);
    assertThat(ColumnType.ofDictionary(new ArrowType.Decimal(39, 2, 256)))
        .contains(new Decimal(39, 2));
    assertThat(ColumnType.ofDictionary(new ArrowType.Decimal(39, 2, 128))).isEmpty();
    assertThat(ColumnType.ofDictionary(new ArrowType.FixedSizeBinary(15))).isEmpty();
  }

  @Test
  void holdsNumbersIn128BitsAsFarAsThoseReach() {
    assertThat(new Decimal(38, 38).arrowType()).isEqualTo(new ArrowType.Decimal(38, 38, 128));
    assertThat(new Decimal(39, 0).arrowType()).isEqualTo(new ArrowType.Decimal(39, 0, 256));
    assertThat(new Decimal(76, 5).arrowType()).isEqualTo(new ArrowType.Decimal(76, 5, 256));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "77,0", "5,6", "5,-1"})
  void refusesDigitsThatCannotBeHeld(int precision, int scale) {
    assertThatThrownBy(() -> new Decimal(precision, scale))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there must be 1 to 76 digits, of which 0 to all are behind the point, not %d,%d"
                .formatted(precision, scale));
  }

  @Test
  void sumsNumbersOfUpTo38DigitsAndNothingElse() {
    assertThat(new Decimal(38, 2).canBeMeasure()).isTrue();
    assertThat(new Decimal(39, 2).canBeMeasure()).isFalse();
    assertThat(EnumSet.allOf(Fixed.class)).noneMatch(ColumnType::canBeMeasure);
    assertThat(EnumSet.allOf(Variable.class)).noneMatch(ColumnType::canBeMeasure);
  }

  @ParameterizedTest
  @EnumSource(Fixed.class)
  void groupsByAllFixedWidthsButFloats(Fixed type) {
    boolean isFloat = type == Fixed.FLOAT32 || type == Fixed.FLOAT64;
    assertThat(type.canBeKey()).isEqualTo(!isFloat);
  }

  @Test
  void groupsByNumbersTextsAndBytesButNotByJson() {
    assertThat(new Decimal(10, 0).canBeKey()).isTrue();
    assertThat(Variable.TEXT.canBeKey()).isTrue();
    assertThat(Variable.BYTES.canBeKey()).isTrue();
    assertThat(Variable.JSON.canBeKey()).isFalse();
    assertThat(new Code(Fixed.INT32).canBeKey()).isTrue();
  }

  @Test
  void hasCodesOnlyOfWhatCanBeGroupedBy() {
    assertThat(new Code(Variable.TEXT).arrowType()).isEqualTo(new ArrowType.Utf8());
    assertThatThrownBy(() -> new Code(Fixed.FLOAT64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("FLOAT64 has no codes");
    assertThatThrownBy(() -> new Code(new Code(Variable.TEXT)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
