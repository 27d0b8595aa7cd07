package org.graft4j.transfer.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loss is Hinton's, and its slope its derivative. */
class SoftTargetLossTest {
  private static final int CLASSES = 4;
  private static final int ROWS = 5;

  private static final Loss CROSS_ENTROPY = CrossEntropy.plain();

  private static double[] softmax(double[] logits, double temperature) {
    double[] p = new double[logits.length];
    for (int row = 0; row < logits.length / CLASSES; row++) {
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        sum += Math.exp(logits[row * CLASSES + c] / temperature);
      }
      for (int c = 0; c < CLASSES; c++) {
        p[row * CLASSES + c] = Math.exp(logits[row * CLASSES + c] / temperature) / sum;
      }
    }
    return p;
  }

  private static double[] targets(int[] labels, double[] teacher) {
    double[] targets = new double[2 * teacher.length];
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] >= 0) {
        targets[row * 2 * CLASSES + labels[row]] = 1;
      }
      System.arraycopy(teacher, row * CLASSES, targets, row * 2 * CLASSES + CLASSES, CLASSES);
    }
    return targets;
  }

  @ParameterizedTest
  @CsvSource({"distillation_kl_T1, 1", "distillation_kl_T4, 1", "distillation_combined, 0.7"})
  void loss_ofGoldenLogits_isPyTorchs(String name, double alpha) {
    JsonNode golden = Lesson.golden(name);
    double temperature = golden.at("/params/T").asDouble();
    double[] logits = Lesson.flat(golden.at("/inputs/student"));
    double[] teacher = softmax(Lesson.flat(golden.at("/inputs/teacher")), temperature);
    int[] labels = {2, 3, 1, 0, 1};
    double[] slope = new double[logits.length];

    double value =
        new SoftTargetLoss(CROSS_ENTROPY, temperature, alpha)
            .compute(logits, targets(labels, teacher), ROWS, slope);

    assertThat(value).isCloseTo(golden.path("value").asDouble(), within(1e-9));
    assertThat(slope).containsExactly(Lesson.flat(golden.at("/grad/student")), within(1e-9));
  }

  /** Rows without a teacher, without a label, and without either. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1})
  void slope_ofRowsWithHoles_isThatOfCentralDifferences(double alpha) {
    double[] logits = Lesson.random(ROWS * CLASSES, 1);
    double[] teacher = softmax(Lesson.random(ROWS * CLASSES, 2), 0.3);
    for (int c = 0; c < CLASSES; c++) {
      teacher[CLASSES + c] = 0;
      teacher[3 * CLASSES + c] = 0;
    }
    double[] targets = targets(new int[] {2, 3, -1, -1, 1}, teacher);
    Loss loss = new SoftTargetLoss(CROSS_ENTROPY, 3, alpha);
    double[] slope = new double[logits.length];
    loss.compute(logits, targets, ROWS, slope);

    double step = 1e-6;
    for (int i = 0; i < logits.length; i++) {
      double was = logits[i];
      logits[i] = was + step;
      double above = loss.compute(logits, targets, ROWS, new double[logits.length]);
      logits[i] = was - step;
      double below = loss.compute(logits, targets, ROWS, new double[logits.length]);
      logits[i] = was;
      assertThat(slope[i]).isCloseTo((above - below) / (2 * step), within(1e-8));
    }
    assertThat(slope[3 * CLASSES]).isZero();
  }

  /**
   * The two parts are then one and the same, so that the student is trained as without a teacher.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.4, 1})
  void loss_ofTeacherThatIsSureAndRight_isTheHardLoss(double alpha) {
    double[] logits = Lesson.random(ROWS * CLASSES, 1);
    int[] labels = {2, 3, 1, 0, 1};
    double[] sure = new double[ROWS * CLASSES];
    for (int row = 0; row < ROWS; row++) {
      sure[row * CLASSES + labels[row]] = 1;
    }
    double[] plain = new double[logits.length];
    double expected = CROSS_ENTROPY.compute(logits, sure, ROWS, plain);
    double[] slope = new double[logits.length];

    double value =
        new SoftTargetLoss(CROSS_ENTROPY, 1, alpha)
            .compute(logits, targets(labels, sure), ROWS, slope);

    assertThat(value).isCloseTo(expected, within(1e-12));
    assertThat(slope).containsExactly(plain, within(1e-12));
  }

  @Test
  void loss_ofLogitThatIsNoNumber_isNone() {
    double[] logits = Lesson.random(ROWS * CLASSES, 1);
    logits[6] = Double.NaN;
    double[] targets = targets(new int[] {2, 3, 1, 0, 1}, softmax(logits.clone(), 1));
    targets[2 * CLASSES + CLASSES] = 1;

    double value =
        new SoftTargetLoss(CROSS_ENTROPY, 1, 1)
            .compute(logits, targets, ROWS, new double[logits.length]);

    assertThat(value).isNaN();
  }

  @Test
  void targetWidth_overALossWithColumnsOfItsOwn_isBothTogether() {
    assertThat(
            new SoftTargetLoss(new SoftTargetLoss(CROSS_ENTROPY, 1, 1), 1, 1).targetWidth(CLASSES))
        .isEqualTo(3 * CLASSES);
  }
}
