package org.graft4j.eval.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.graft4j.data.Seed;
import org.graft4j.eval.SeveralComparisons;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PairedTestsTest {

  @TestFactory
  Stream<DynamicTest> mcNemar_goldenCase_equalsReference() throws IOException {
    JsonNode cases =
        new ObjectMapper().readTree(Golden.path("metrics.json").toFile()).at("/statistics/mcnemar");
    return StreamSupport.stream(cases.spliterator(), false)
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("b") + " against " + c.get("c"),
                    () ->
                        assertThat(
                                PairedTests.mcNemar(c.get("b").intValue(), c.get("c").intValue()))
                            .isCloseTo(c.get("p_exact").doubleValue(), within(1e-9))));
  }

  /** Four signs: of the 16 patterns only all plus and all minus are as far. */
  @Test
  void permutation_ofFourEqualDifferences_isAnEighth() {
    double p =
        PairedTests.permutation(
            new double[] {1, 1, 1, 1}, new double[] {0, 0, 0, 0}, 20_000, Seed.of(1));
    assertThat(p).isCloseTo(0.125, within(0.01));
  }

  @Test
  void permutation_ofEqualNumbers_isOne() {
    double[] same = {0.3, 0.7, 0.1};
    assertThat(PairedTests.permutation(same, same, 100, Seed.of(1))).isEqualTo(1);
  }

  @Test
  void permutation_ofOtherSamples_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedTests.permutation(new double[2], new double[3], 10, Seed.of(1)));
  }

  /** The example of R's p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"). */
  @Test
  void holm_textbookExample_isThatOfR() {
    assertThat(SeveralComparisons.holm(List.of(0.01, 0.04, 0.03, 0.005)))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
        .containsExactly(0.03, 0.06, 0.06, 0.02);
    assertThat(SeveralComparisons.holm(List.of())).isEmpty();
  }
}
