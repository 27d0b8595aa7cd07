package org.graft4j.eval.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.PredictionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No picture is vouched for by its copy. */
class PredictionsOfTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("a", "b"));

  @TempDir Path own;

  /** Twelve pictures of each class that their features tell apart; two more have a copy each. */
  private Examined examined(int labelOfTwins) throws IOException {
    List<ImageItem> drawn = DoctorPictures.items(own, "all", 0, 25);
    List<PictureLook> looks = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      looks.add(look(drawn.get(i), "p" + i, i % 2));
    }
    looks.add(look(drawn.get(24), "twin1", labelOfTwins));
    looks.add(look(drawn.get(24), "twin2", labelOfTwins));
    return new Examined(LABELS, looks, Collections.nCopies(looks.size(), Examined.Part.TRAIN));
  }

  private static PictureLook look(ImageItem item, String id, int label) {
    return PictureLook.at(new ImageItem(item.file(), id, label));
  }

  /** The class moves a picture's first two features by little, itself its own one by much. */
  private static float[][] features(Examined examined) {
    Random random = new Random(3);
    float[][] rows = new float[examined.looks().size()][40];
    for (int i = 0; i < rows.length; i++) {
      int truth = i < 24 ? i % 2 : 0; // the twins show an a
      int self = Math.min(i, 24);
      rows[i][truth] = 2;
      rows[i][2 + self] = 4;
      for (int k = 0; k < rows[i].length && i < 25; k++) {
        rows[i][k] += (float) (0.05 * random.nextGaussian());
      }
    }
    rows[25] = rows[24].clone();
    return rows;
  }

  private static PredictionTable probed(Examined examined) {
    Copies copies = Copies.among(examined.looks(), (a, b, m) -> Optional.empty(), () -> false);
    return PredictionsOf.probe(
            FeatureMatrix.of(features(examined)), examined, copies, Seed.of(4), event -> {})
        .orElseThrow();
  }

  @Test
  void probe_twinsUnderOneWrongLabel_areSuspected() throws IOException {
    List<LabelSuspect> suspects = LabelSuspects.of(probed(examined(1)));
    assertThat(suspects).extracting(LabelSuspect::id).contains("twin1", "twin2");
  }

  @Test
  void probe_twinsUnderTheRightLabel_areNot() throws IOException {
    assertThat(LabelSuspects.of(probed(examined(0)))).isEmpty();
  }
}
