package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft4j.augment.ContractTable.Row;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Draw;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every augmentation, whatever it does, over one table of them. */
class AugmentationContractTest {
  private static final int[][] SIZES = {{23, 17}, {1, 1}, {1, 500}, {500, 1}, {2, 3}};
  private static final int DRAWS = 8;

  static List<Row> rows() {
    return ContractTable.rows();
  }

  static List<Row> masked() {
    return rows().stream().filter(row -> !row.in(ContractTable.NO_MASK)).toList();
  }

  static List<Row> moving() {
    return rows().stream().filter(row -> row.in(ContractTable.MOVING)).toList();
  }

  private static Draw drawn(Row row, long item) {
    return row.augmentation().draw(Seed.of(11).stream("contract", item));
  }

  /** Nobody writes a transform and forgets that files and this table have to know it. */
  @Test
  void table_ofTheModulesTransforms_isComplete() throws Exception {
    Set<String> registered =
        Transforms.all().values().stream()
            .map(prototype -> prototype.getClass().getName())
            .collect(Collectors.toSet());
    assertThat(registered).containsAll(publicTransforms());
    Set<String> stronger =
        ContractTable.stronger().keySet().stream()
            .map(name -> name.split(" ", 2)[0])
            .collect(Collectors.toSet());
    assertThat(stronger).isEqualTo(Transforms.all().keySet());
    assertThat(moving()).hasSameSizeAs(ContractTable.MOVING);
  }

  /** The public records among the module's compiled classes that are transforms. */
  private static List<String> publicTransforms() throws Exception {
    Path classes =
        Path.of(Transforms.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(file).toString().replace('/', '.');
        Class<?> type =
            Class.forName(
                name.substring(0, name.length() - 6), false, Transforms.class.getClassLoader());
        if (Transform.class.isAssignableFrom(type)
            && type.isRecord()
            && type.getEnclosingClass() == null) {
          found.add(type.getName());
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(20);
    return found;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void apply_anyPicture_leavesItAndKeepsTheSize(Row row) {
    for (int[] size : SIZES) {
      Picture picture = Pictures.noise(size[0], size[1], 1);
      byte[] before = picture.rgb().clone();
      for (int i = 0; i < DRAWS; i++) {
        Picture result = drawn(row, i).apply(picture);

        assertThat(picture.rgb()).isEqualTo(before);
        if (!row.in(ContractTable.OTHER_SIZE)) {
          assertThat(result.width()).isEqualTo(size[0]);
          assertThat(result.height()).isEqualTo(size[1]);
        }
      }
    }
  }

  /** A draw is a value, and drawing and applying are what apply does. */
  @ParameterizedTest
  @MethodSource("rows")
  void draw_appliedAgain_givesSameBytes(Row row) {
    Picture picture = Pictures.noise(23, 17, 2);
    Draw draw = drawn(row, 1);
    byte[] once = draw.apply(picture).rgb();

    assertThat(draw.apply(picture).rgb()).isEqualTo(once);
    assertThat(row.augmentation().apply(picture, Seed.of(11).stream("contract", 1)).rgb())
        .isEqualTo(once);
    assertThat(drawn(row, 1)).isEqualTo(draw);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void apply_greyPicture_staysGrey(Row row) {
    for (int i = 0; i < DRAWS; i++) {
      byte[] rgb = drawn(row, i).apply(Pictures.grey(19, 11, i)).rgb();
      for (int at = 0; at < rgb.length; at += 3) {
        assertThat(rgb[at + 1]).isEqualTo(rgb[at]);
        assertThat(rgb[at + 2]).isEqualTo(rgb[at]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("masked")
  void mask_anySize_getsNoNewLabelsAndThePicturesSize(Row row) {
    for (int[] size : SIZES) {
      Mask mask = Pictures.mask(size[0], size[1], 3);
      byte[] before = mask.classes().clone();
      BitSet allowed = labels(mask);
      allowed.set(mask.ignored());
      for (int i = 0; i < DRAWS; i++) {
        Draw draw = drawn(row, i);
        Picture picture = draw.apply(Pictures.noise(size[0], size[1], 1));
        Mask result = draw.apply(mask);

        assertThat(mask.classes()).isEqualTo(before);
        assertThat(result.width()).isEqualTo(picture.width());
        assertThat(result.height()).isEqualTo(picture.height());
        assertThat(result.ignored()).isEqualTo(mask.ignored());
        BitSet found = labels(result);
        found.andNot(allowed);
        assertThat(found.isEmpty()).as("new labels %s", found).isTrue();
      }
    }
  }

  /** What refuses masks says so before the first is there. */
  @ParameterizedTest
  @MethodSource("rows")
  void movesMasks_anything_isWhetherDrawsDo(Row row) {
    assertThat(row.augmentation().movesMasks()).isEqualTo(masked().contains(row));
  }

  private static BitSet labels(Mask mask) {
    BitSet labels = new BitSet(256);
    for (byte label : mask.classes()) {
      labels.set(label & 0xff);
    }
    return labels;
  }

  /** A picture that shows its labels, none of them black: what is black afterwards is ignored. */
  @ParameterizedTest
  @MethodSource("moving")
  void mask_ofPictureOfItsLabels_movesAlike(Row row) {
    int width = 23;
    int height = 17;
    byte[] classes = Pictures.mask(width, height, 3).classes().clone();
    byte[] rgb = new byte[3 * classes.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (byte) (1 + (classes[i] & 3));
      Arrays.fill(rgb, 3 * i, 3 * i + 3, classes[i]);
    }
    Mask mask = new Mask(width, height, classes, 0);
    for (int item = 0; item < 4 * DRAWS; item++) {
      Draw draw = drawn(row, item);
      byte[] shown = draw.apply(new Picture(width, height, rgb)).rgb();
      byte[] labels = draw.apply(mask).classes();
      for (int i = 0; i < labels.length; i++) {
        assertThat(labels[i]).as("draw %s, pixel %s", item, i).isEqualTo(shown[3 * i]);
      }
    }
  }

  @Test
  void flip_twice_isIdentity() {
    Picture picture = Pictures.noise(7, 5, 1);
    Mask mask = Pictures.mask(7, 5, 1);
    for (Row row : rows()) {
      if (row.name().endsWith("-flip always")) {
        Draw flip = drawn(row, 0);
        assertThat(flip.apply(picture).rgb()).isNotEqualTo(picture.rgb());
        assertThat(flip.apply(flip.apply(picture)).rgb()).isEqualTo(picture.rgb());
        assertThat(flip.apply(flip.apply(mask)).classes()).isEqualTo(mask.classes());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void file_readBack_isEqualAndActsEqually(Row row, @TempDir Path folder) throws Exception {
    for (String name : List.of("a.json", "a.yaml")) {
      AugmentationFile.write(folder.resolve(name), row.augmentation(), false);
      Augmentation read = AugmentationFile.read(folder.resolve(name));

      assertThat(read).isEqualTo(row.augmentation());
      assertThat(read.describe()).isEqualTo(row.augmentation().describe());
      assertThat(read.unnamed()).isFalse();
      Picture picture = Pictures.noise(23, 17, 2);
      assertThat(read.apply(picture, Seed.of(1).stream("x")).rgb())
          .isEqualTo(row.augmentation().apply(picture, Seed.of(1).stream("x")).rgb());
    }
  }

  /** Said or not, what happens at the network's input is told by what was described before. */
  @ParameterizedTest
  @MethodSource("rows")
  void forInput_anything_describesItselfAsBefore(Row row) {
    Augmentation sized = row.augmentation().forInput(InputSpec.imageNet().withSize(10, 12));
    assertThat(sized.describe()).isEqualTo(row.augmentation().describe());
    assertThat(sized.framing()).isEqualTo(row.augmentation().framing());
    assertThat(sized.isNone()).isEqualTo(row.augmentation().isNone());
  }

  /** What is said to change nothing gets no random numbers and no views. */
  @ParameterizedTest
  @MethodSource("rows")
  void isNone_whatChangesPictures_isFalse(Row row) {
    byte[] rgb = Pictures.noise(32, 32, 4).rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (60 + (rgb[i] & 0x7f)); // contrast to gain
    }
    Picture picture = new Picture(32, 32, rgb);
    boolean changed = false;
    for (int i = 0; i < 40 && !changed; i++) {
      changed = !Arrays.equals(drawn(row, i).apply(picture).rgb(), picture.rgb());
    }
    if (changed) {
      assertThat(row.augmentation().isNone()).isFalse();
    }
    // A table of what changes nothing would keep every contract.
    assertThat(changed || !ContractTable.stronger().containsKey(row.name())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void apply_anyNumberOfThreads_givesSameBytes(Row row) throws Exception {
    List<byte[]> alone = onThreads(row, 1);
    assertThat(onThreads(row, 2)).usingElementComparator(Arrays::compare).isEqualTo(alone);
    assertThat(onThreads(row, 8)).usingElementComparator(Arrays::compare).isEqualTo(alone);
  }

  private static List<byte[]> onThreads(Row row, int threads) throws Exception {
    Picture picture = Pictures.noise(16, 16, 3);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<byte[]>> futures = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        int item = i;
        futures.add(pool.submit(() -> drawn(row, item).apply(picture).rgb()));
      }
      List<byte[]> results = new ArrayList<>();
      for (Future<byte[]> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdown();
    }
  }

  /** DataVec's transforms seed it when they are made, and draw from it when they run. */
  @Test
  void nd4jsGenerator_buildingAndRunningAll_isUntouched() {
    RngState before = RngState.capture();
    for (Row row : rows()) {
      drawn(row, 0).apply(Pictures.noise(16, 16, 3));
    }
    assertThat(RngState.capture()).isEqualTo(before);
  }

  @Test
  void policies_otherItems_giveOtherPictures() {
    Picture picture = Pictures.noise(64, 64, 4);
    for (String name : List.of("light", "standard", "augmix")) {
      Augmentation policy = Augmentations.named(name);
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < 50; i++) {
        seen.add(Arrays.hashCode(policy.apply(picture, Seed.of(1).stream("x", i)).rgb()));
      }
      assertThat(seen).as(name).hasSize(50);
    }
  }
}
