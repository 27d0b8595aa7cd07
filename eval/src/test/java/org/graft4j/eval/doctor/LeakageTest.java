package org.graft4j.eval.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.graft4j.eval.doctor.DoctorPictures.drawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Interpolation;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.PictureResize;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakageTest {
  @TempDir Path root;
  private List<ImageItem> train;
  private List<ImageItem> measured;

  @BeforeEach
  void draw() throws IOException {
    train = DoctorPictures.items(root, "train", 0, 40);
    measured = new ArrayList<>(DoctorPictures.items(root, "test", 40, 60));
  }

  private ImageItem planted(String name, int label) {
    ImageItem item = new ImageItem(root.resolve("test").resolve(name), "test/" + name, label);
    measured.add(item);
    return item;
  }

  @Test
  void between_otherPictures_findsNothing() {
    LeakFinding leak = Leakage.between(train, measured);
    assertThat(leak).isEqualTo(LeakFinding.none(20));
    assertThat(leak.leaks()).isFalse();
  }

  @Test
  void between_copies_areCountedByTheSurestMatch() throws IOException {
    Files.copy(train.get(3).file(), planted("same.png", 0).file());
    DoctorPictures.jpeg(drawn(4), 0.4f, planted("jpeg.jpg", 1).file());
    DoctorPictures.png(
        PictureResize.to(drawn(5), 50, 61, Interpolation.BICUBIC), planted("small.png", 0).file());
    DoctorPictures.png(DoctorPictures.mirrored(drawn(6)), planted("mirrored.png", 0).file());
    DoctorPictures.png(DoctorPictures.with(drawn(7), v -> v + 25), planted("bright.png", 0).file());

    LeakFinding leak = Leakage.between(train, measured);

    assertThat(leak.tested()).isEqualTo(25);
    assertThat(leak.sameFile()).isEqualTo(1);
    assertThat(leak.changed()).isEqualTo(4);
    assertThat(leak.count()).isEqualTo(5);
    assertThat(leak.share()).isEqualTo(0.2);
    assertThat(leak.otherClass()).isEqualTo(1);
    assertThat(leak.certain()).isTrue();
    assertThat(leak.examples())
        .contains(
            new LeakFinding.Example("test/same.png", "train/3.png", Match.SAME_FILE, true),
            new LeakFinding.Example("test/jpeg.jpg", "train/4.png", Match.CHANGED_COPY, false),
            new LeakFinding.Example("test/small.png", "train/5.png", Match.CHANGED_COPY, true),
            new LeakFinding.Example("test/mirrored.png", "train/6.png", Match.MIRRORED_COPY, true),
            new LeakFinding.Example("test/bright.png", "train/7.png", Match.CHANGED_COPY, true));
    assertThat(leak.examples().get(0).match()).isEqualTo(Match.SAME_FILE);
    assertThat(leak.sentence())
        .startsWith("5 of the 25 measured pictures (20.0 %) are in the training part too");
  }

  @Test
  void between_samePixelsInOtherBytes_isCertain() throws IOException {
    byte[] png = Files.readAllBytes(train.get(0).file());
    byte[] longer = java.util.Arrays.copyOf(png, png.length + 1); // behind the end of a PNG
    Files.write(planted("more.png", 0).file(), longer);
    LeakFinding leak = Leakage.between(train, measured);
    assertThat(leak.samePixels()).isEqualTo(1);
    assertThat(leak.certain()).isTrue();
  }

  /** A damaged file is still the same file. */
  @Test
  void between_unreadableCopies_areComparedByBytes() throws IOException {
    Path damaged = Files.write(root.resolve("train/damaged.png"), new byte[] {1, 2, 3});
    train.add(new ImageItem(damaged, "train/damaged.png", 0));
    Files.copy(damaged, planted("damaged.png", 0).file());
    assertThat(Leakage.between(train, measured).sameFile()).isEqualTo(1);
  }

  @Test
  void between_anyThreads_isTheSame() throws IOException {
    DoctorPictures.jpeg(drawn(4), 0.4f, planted("jpeg.jpg", 0).file());
    LeakFinding one = Leakage.between(train, measured, 1, done -> {}, () -> false);
    for (int threads : new int[] {2, 8}) {
      assertThat(Leakage.between(train, measured, threads, done -> {}, () -> false)).isEqualTo(one);
    }
  }

  @Test
  void between_nothingMeasured_isNone() {
    assertThat(Leakage.between(train, List.of())).isEqualTo(LeakFinding.none(0));
    assertThat(LeakFinding.none(0).share()).isZero();
  }

  /** Bytes alone: a copy that was saved anew is not found. */
  @Test
  void ofFiles_equalBytes_areFoundWithoutDecoding() throws IOException {
    Files.copy(train.get(3).file(), planted("same.png", 1 - train.get(3).label()).file());
    DoctorPictures.jpeg(drawn(4), 0.4f, planted("jpeg.jpg", 1).file());
    planted("missing.png", 0);
    LeakFinding leak = Leakage.ofFiles(train, measured, new ItemDigests());
    assertThat(leak.tested()).isEqualTo(23);
    assertThat(leak.count()).isEqualTo(1);
    assertThat(leak.otherClass()).isEqualTo(1);
    assertThat(leak.examples())
        .containsExactly(
            new LeakFinding.Example("test/same.png", train.get(3).id(), Match.SAME_FILE, false));
  }
}
