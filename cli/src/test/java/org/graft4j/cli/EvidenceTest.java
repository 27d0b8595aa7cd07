package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.graft4j.augment.search.AcceptanceGate;
import org.graft4j.augment.search.GateDecision;
import org.graft4j.augment.search.LabelledRows;
import org.graft4j.augment.search.TrainingRows;
import org.graft4j.data.Folds;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** The gate with the real head and the real interval: features are drawn, and so is the truth. */
class EvidenceTest {
  private static final int WIDTH = 40;

  /** A class has a motif; each item shows it, or its mirror image, with noise. */
  private static double[][] items(int classes, int perClass, Random random) {
    double[][] motifs = new double[classes][];
    for (int c = 0; c < classes; c++) {
      motifs[c] = random.doubles(WIDTH, -1, 1).toArray();
    }
    double[][] rows = new double[classes * perClass][];
    for (int i = 0; i < rows.length; i++) {
      double[] row = motifs[i % classes].clone();
      for (int j = 0; j < WIDTH; j++) {
        row[j] += 0.2 * random.nextGaussian();
      }
      rows[i] = random.nextBoolean() ? mirrored(row) : row;
    }
    return rows;
  }

  private static double[] mirrored(double[] row) {
    double[] mirrored = new double[row.length];
    for (int j = 0; j < row.length; j++) {
      mirrored[j] = row[row.length - 1 - j];
    }
    return mirrored;
  }

  private static AcceptanceGate gate(double[][] rows, int[] labels) {
    return AcceptanceGate.of(
        Nd4j.createFromArray(rows),
        labels,
        Folds.stratified(labels, 5, Seed.of(1)),
        Evidence.probe(),
        Evidence.interval());
  }

  /** The rows and one more of each, made by a function. */
  private static TrainingRows with(
      double[][] rows, int[] labels, int classes, UnaryOperator<double[]> more) {
    return places -> {
      List<double[]> all = new ArrayList<>();
      places.forEach(i -> all.add(rows[i]));
      places.forEach(i -> all.add(more.apply(rows[i])));
      int[] targets =
          IntStream.range(0, all.size()).map(i -> labels[places.get(i % places.size())]).toArray();
      return LabelledRows.of(Nd4j.createFromArray(all.toArray(new double[0][])), targets, classes);
    };
  }

  /** A fold knows one picture of each class, and the other one faces the other way or not. */
  @Test
  void gate_viewsThatShowTheOtherSide_areAccepted() throws IOException {
    double[][] rows = items(20, 2, new Random(1));
    int[] labels = IntStream.range(0, rows.length).map(i -> i % 20).toArray();
    GateDecision decision =
        gate(rows, labels).forCandidates(9).decide(with(rows, labels, 20, EvidenceTest::mirrored));
    assertThat(decision.gain()).isGreaterThan(0.3);
    assertThat(decision.accepted()).isTrue();
  }

  /** Searches over labels that mean nothing: at 95 % hardly one of them may be fooled. */
  @Test
  void gate_labelsWithoutMeaning_acceptsNothing() throws IOException {
    int accepted = 0;
    for (int seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      double[][] rows = items(3, 15, random);
      int[] labels = IntStream.range(0, rows.length).map(i -> i / 15).toArray();
      GateDecision decision =
          gate(rows, labels).decide(with(rows, labels, 3, EvidenceTest::mirrored));
      accepted += decision.accepted() ? 1 : 0;
    }
    assertThat(accepted).isLessThanOrEqualTo(1);
  }

  /** Twice the rows that are there are no gain, whatever they are worth as training steps. */
  @Test
  void gate_copiesOfTheRows_gainNothing() throws IOException {
    double[][] rows = items(6, 8, new Random(2));
    int[] labels = IntStream.range(0, rows.length).map(i -> i % 6).toArray();
    GateDecision decision = gate(rows, labels).decide(with(rows, labels, 6, row -> row));
    assertThat(decision.onlyCandidate() + decision.onlyBaseline()).isZero();
  }
}
