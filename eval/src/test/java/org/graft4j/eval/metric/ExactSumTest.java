package org.graft4j.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {

  @Provide
  Arbitrary<List<Double>> numbers() {
    Arbitrary<Double> any =
        Arbitraries.longs()
            .map(Double::longBitsToDouble)
            .filter(value -> Double.isFinite(value) && Math.abs(value) < 1e300);
    return any.list().ofMaxSize(40);
  }

  private static ExactSum of(List<Double> values) {
    ExactSum sum = new ExactSum();
    values.forEach(sum::add);
    return sum;
  }

  @Property(tries = 300)
  void exact_anyNumbers_isThatOfBigDecimal(@ForAll("numbers") List<Double> values) {
    BigDecimal expected =
        values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(of(values).exact()).isEqualByComparingTo(expected);
  }

  /** Rounded once, to the nearest, also where the sum is subnormal. */
  @Property(tries = 300)
  void value_anyNumbers_isTheNearestDouble(@ForAll("numbers") List<Double> values) {
    ExactSum sum = of(values);
    assertThat(sum.value()).isEqualTo(sum.exact().doubleValue());
  }

  @Test
  void value_halfwayCase_isRoundedToEvenOnlyIfNothingIsLeft() {
    assertThat(of(List.of(1.0, Math.ulp(1.0) / 2)).value()).isEqualTo(1.0);
    assertThat(of(List.of(1.0, Math.ulp(1.0) / 2, Double.MIN_VALUE)).value())
        .isEqualTo(1 + Math.ulp(1.0));
    assertThat(of(List.of(-3 * Double.MIN_VALUE)).value()).isEqualTo(-3 * Double.MIN_VALUE);
  }

  @Property(tries = 300)
  void value_mergedInAnyOrder_isTheSame(
      @ForAll("numbers") List<Double> values, @ForAll long seed, @ForAll byte cut) {
    List<Double> shuffled = new java.util.ArrayList<>(values);
    Collections.shuffle(shuffled, new Random(seed));
    int at = values.isEmpty() ? 0 : Math.floorMod(cut, values.size());
    ExactSum left = of(shuffled.subList(0, at));
    left.add(of(shuffled.subList(at, values.size())));
    assertThat(left.value()).isEqualTo(of(values).value());
  }

  @Property(tries = 300)
  void parse_text_isTheSum(@ForAll("numbers") List<Double> values) {
    ExactSum sum = of(values);
    assertThat(ExactSum.parse(sum.text()).text()).isEqualTo(sum.text());
    assertThat(ExactSum.parse(sum.text()).value()).isEqualTo(sum.value());
  }

  /** A double's sum would be 0. */
  @Test
  void value_smallBesideLarge_isKept() {
    assertThat(of(List.of(1e100, 1.0, -1e100)).value()).isEqualTo(1);
    assertThat(of(List.of(Double.MIN_VALUE, 1e300, -1e300)).value()).isEqualTo(Double.MIN_VALUE);
  }

  @Test
  void addProduct_roundedFactors_isExact() {
    double tenth = 0.1;
    ExactSum sum = new ExactSum();
    sum.addProduct(tenth, tenth);
    assertThat(sum.exact())
        .isEqualByComparingTo(new BigDecimal(tenth).multiply(new BigDecimal(tenth)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void add_notFinite_isRefused(double value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ExactSum().add(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "*2^3", "zz*2^3", "1*2^99999999999", "1*2^-1075", "1*2^3000"})
  void parse_malformed_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ExactSum.parse(text));
  }
}
