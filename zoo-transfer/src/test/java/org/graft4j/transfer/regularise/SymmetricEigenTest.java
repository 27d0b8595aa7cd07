package org.graft4j.transfer.regularise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;

/** Eigenvalues and eigenvectors of symmetric matrices. */
class SymmetricEigenTest {
  private static double[][] symmetric(long seed, int n) {
    var random = Seed.of(seed).stream("matrix");
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = random.nextDouble(-1, 1);
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Property(tries = 60)
  void of_anyMatrix_solvesIt(@ForAll long seed, @ForAll @IntRange(min = 1, max = 24) int n) {
    double[][] matrix = symmetric(seed, n);

    SymmetricEigen eigen = SymmetricEigen.of(matrix);

    for (int place = 0; place < n; place++) {
      double[] vector = eigen.vector(place);
      for (int i = 0; i < n; i++) {
        assertThat(dot(matrix[i], vector)).isCloseTo(eigen.value(place) * vector[i], within(1e-12));
      }
      for (int other = 0; other <= place; other++) {
        assertThat(dot(vector, eigen.vector(other)))
            .isCloseTo(other == place ? 1 : 0, within(1e-12));
        assertThat(eigen.value(other)).isLessThanOrEqualTo(eigen.value(place));
      }
    }
  }

  @Test
  void of_diagonalMatrix_sortsIt() {
    SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{3, 0, 0}, {0, -1, 0}, {0, 0, 2}});

    assertThat(eigen.toString()).isEqualTo("[-1.0, 2.0, 3.0]");
    assertThat(eigen.vector(0)).containsExactly(0, 1, 0);
  }

  @Test
  void of_equalEigenvalues_givesAnOrthonormalBasis() {
    double[][] ones = {{2, 1, 1}, {1, 2, 1}, {1, 1, 2}};

    SymmetricEigen eigen = SymmetricEigen.of(ones);

    assertThat(eigen.value(0)).isCloseTo(1, within(1e-14));
    assertThat(eigen.value(1)).isCloseTo(1, within(1e-14));
    assertThat(eigen.value(2)).isCloseTo(4, within(1e-14));
    assertThat(dot(eigen.vector(0), eigen.vector(1))).isCloseTo(0, within(1e-14));
  }

  @Test
  void of_zerosAndHugeNumbers_isNumbers() {
    assertThat(SymmetricEigen.of(new double[2][2]).toString()).isEqualTo("[0.0, 0.0]");
    assertThat(SymmetricEigen.of(new double[][] {{1e-300, 1e150}, {1e150, 0}}).value(1))
        .isCloseTo(1e150, within(1e138));
  }
}
