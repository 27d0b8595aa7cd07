package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
  private static final int INFINITY = 0x7C00;

  /** From the definition: (-1)^s 2^(e-15) 1.m, or 2^-14 0.m for e = 0. */
  @Test
  void widen_everyFiniteHalf_isItsDefinition() {
    for (int bits = 0; bits < INFINITY; bits++) {
      int exponent = bits >> 10;
      double fraction = (bits & 0x3FF) / 1024.0;
      double value =
          exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
      assertThat((double) HalfPrecision.widen((short) bits)).isEqualTo(value);
      assertThat((double) HalfPrecision.widen((short) (bits | 0x8000))).isEqualTo(-value);
    }
    assertThat(HalfPrecision.widen((short) INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(HalfPrecision.widen((short) 0x7C01)).isNaN();
  }

  /** The middle between two halves goes to the even one, and its neighbours to theirs. */
  @Test
  void narrow_aroundEveryMiddle_roundsToNearestEven() {
    for (int low = 0; low < INFINITY; low++) {
      int high = low + 1;
      float above = high == INFINITY ? 65536f : HalfPrecision.widen((short) high);
      float middle = (HalfPrecision.widen((short) low) + above) / 2;
      int even = low % 2 == 0 ? low : high;
      assertThat(HalfPrecision.narrow(middle)).isEqualTo((short) even);
      assertThat(HalfPrecision.narrow(Math.nextDown(middle))).isEqualTo((short) low);
      assertThat(HalfPrecision.narrow(Math.nextUp(middle))).isEqualTo((short) high);
      assertThat(HalfPrecision.narrow(-Math.nextUp(middle))).isEqualTo((short) (high | 0x8000));
    }
  }

  @Test
  void narrow_everyHalf_isItself() {
    for (int bits = 0; bits <= INFINITY; bits++) {
      assertThat(HalfPrecision.narrow(HalfPrecision.widen((short) bits))).isEqualTo((short) bits);
    }
    assertThat(HalfPrecision.widen(HalfPrecision.narrow(Float.NaN))).isNaN();
  }

  @Test
  void widenBrain_bits_areTheUpperHalfOfAFloat() {
    assertThat(HalfPrecision.widenBrain((short) 0x3FBD)).isEqualTo(1.4765625f);
    assertThat(HalfPrecision.widenBrain((short) 0xFF80)).isEqualTo(Float.NEGATIVE_INFINITY);
  }
}
