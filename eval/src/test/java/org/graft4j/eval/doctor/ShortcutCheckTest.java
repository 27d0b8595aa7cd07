package org.graft4j.eval.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.doctor.Examined.Part;
import org.junit.jupiter.api.Test;

class ShortcutCheckTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("a", "b", "c"));
  private final List<PictureLook> looks = new ArrayList<>();

  private void add(int label, String format, int width, double brightness) {
    String id = "p" + looks.size();
    double[] luma = new double[PerceptualHash.SIDE * PerceptualHash.SIDE];
    Arrays.fill(luma, brightness);
    PictureKind kind = new PictureKind(format, PictureKind.Channels.COLOUR);
    PerceptualHash hash = new PerceptualHash(looks.size() + 1);
    PictureLook.Content content =
        new PictureLook.Content(kind, width, 100, id, hash, hash, SmallPicture.of(luma), false);
    looks.add(
        new PictureLook(new ImageItem(Path.of(id), id, label), 1000, id, "", Optional.of(content)));
  }

  private List<Finding> findings(long seed) {
    List<Part> parts = Collections.nCopies(looks.size(), Part.TRAIN);
    return new ShortcutCheck(new Examined(LABELS, looks, parts), Seed.of(seed)).findings();
  }

  /** Properties that know nothing of the classes, many times: nothing may be found. */
  @Test
  void findings_independentProperties_findNothing() {
    for (int round = 0; round < 10; round++) {
      looks.clear();
      Random random = new Random(round);
      for (int i = 0; i < 150; i++) {
        String format = random.nextInt(3) == 0 ? "PNG" : "JPEG";
        add(i % 3, format, 100 + 20 * random.nextInt(4), random.nextInt(256));
      }
      assertThat(findings(round)).as("round %d", round).isEmpty();
    }
  }

  /** Two pictures a class that differ entirely: chance does as much too often. */
  @Test
  void findings_fewPictures_findNothing() {
    for (int i = 0; i < 4; i++) {
      add(i % 2, i % 2 == 0 ? "PNG" : "JPEG", 100 + i % 2, 100);
    }
    assertThat(findings(1)).isEmpty();
  }

  @Test
  void findings_sizeAndBrightnessOfAClass_areBothFound() {
    Random random = new Random(5);
    for (int i = 0; i < 120; i++) {
      int label = i % 3;
      add(label, "PNG", label == 1 ? 32 : 64, 40 + 80 * label + random.nextInt(10));
    }
    List<Finding> findings = findings(1);
    assertThat(findings).extracting(Finding::ids).contains(List.of("size in pixels"));
    assertThat(findings)
        .filteredOn(f -> f.ids().equals(List.of("size in pixels")))
        .allSatisfy(
            f -> assertThat(f.sentence()).endsWith("100 % of 'b' are 32x100, of the others 0 %"));
    assertThat(findings)
        .filteredOn(f -> f.ids().equals(List.of("brightness")))
        .allMatch(f -> f.severity() == Severity.NOTE)
        .hasSize(1);
  }

  /** Folders with nothing in common to compare by. */
  @Test
  void findings_allAlike_findNothing() {
    for (int i = 0; i < 30; i++) {
      add(i % 3, "PNG", 64, 128);
    }
    assertThat(findings(1)).isEmpty();
  }
}
