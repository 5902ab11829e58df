package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalSourcesTest {
  /** Named in this test's own META-INF/services. */
  public static class Alpha implements JournalSourceProvider {
    @Override
    public String strategy() {
      return "alpha";
    }

    @Override
    public List<Variant> variants() {
      return List.of(new Variant("plain", Map.of(), "as it is"));
    }

    @Override
    public JournalSource open(SourceConfig config) {
      throw new UnsupportedOperationException();
    }
  }

  /** Another, first in the services file though second in the alphabet. */
  public static final class Beta extends Alpha {
    @Override
    public String strategy() {
      return "beta";
    }
  }

  @Test
  void listsTheProvidersByName() {
    assertThat(JournalSources.providers())
        .extracting(JournalSourceProvider::strategy)
        .containsExactly("alpha", "beta");
  }

  @Test
  void findsAProviderByItsStrategy() {
    assertThat(JournalSources.provider("beta")).isInstanceOf(Beta.class);
  }

  @Test
  void namesTheStrategiesThereAreForAnUnknownOne() {
    assertThatThrownBy(() -> JournalSources.provider("carrier-pigeon"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no strategy \"carrier-pigeon\"; there are: alpha, beta");
  }
}
