package org.graft4j.augment.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.graft4j.augment.search.AcceptanceGate;
import org.graft4j.augment.search.GainInterval;
import org.graft4j.augment.search.GateDecision;
import org.graft4j.augment.search.LabelledRows;
import org.graft4j.augment.search.Probe;
import org.graft4j.augment.search.TrainingRows;
import org.graft4j.data.Folds;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Interpolation;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureReader;
import org.graft4j.data.PictureResize;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks that are really trained, and what the gate says of their pictures. */
@Tag("slow")
class GenerationTrainsTest {
  private static final GanSettings SMALL =
      GanSettings.standard(Seed.of(5)).withSteps(200).withWidth(16).withBatch(24);

  private static final Pattern DIGIT =
      Pattern.compile("digits/mnist/train/([0147])/([0-9]+\\.png)");

  @TempDir Path folder;

  @Test
  void drawnShapes_comeOutAsTheirClass_andNearerToRealOnesThanAtTheStart() {
    List<Picture> real = Shapes.draw(40, 1);
    int[] labels = Shapes.labels(40);
    GanTraining training = GanTraining.of(Shapes.LABELS, SMALL);
    try (GanResult trained = training.run(real, labels);
        GanResult untrained = training.stopWhen(() -> true).run(real, labels);
        INDArray rows = Shapes.cells(real)) {
      assertThat(trained.ending()).isEqualTo(GanResult.Ending.COMPLETE);
      assertThat(trained.checks()).allMatch(c -> Double.isFinite(c.generatorLoss()));
      // A third by chance.
      assertThat(toldRight(trained.generator(), rows, labels)).isGreaterThan(0.7);
      GenerationDistance after = distance(trained, real, labels);
      assertThat(after.generated().value())
          .isLessThan(0.5 * distance(untrained, real, labels).generated().value())
          .isGreaterThan(after.real().value());
    }
  }

  @Test
  void realDigits_comeOutAsTheirClass() throws IOException {
    List<ImageItem> items = digits();
    List<Picture> real = new ArrayList<>();
    for (ImageItem item : items) {
      Picture picture = PictureReader.standard().read(item.file());
      real.add(PictureResize.to(picture, 32, 32, Interpolation.BILINEAR));
    }
    int[] labels = items.stream().mapToInt(ImageItem::label).toArray();
    GanSettings quick = new GanSettings(32, 250, 24, 16, 2e-3, Seed.of(5));
    LabelMap classes = ImageFolder.scan(folder).labels();
    try (GanResult trained = GanTraining.of(classes, quick).run(items);
        INDArray rows = Shapes.cells(real)) {
      // A quarter by chance.
      assertThat(toldRight(trained.generator(), rows, labels)).isGreaterThan(0.6);
    }
  }

  @Test
  void gate_noiseAsPictures_saysNo_realOnesThatWereNotThere_saysYes() throws IOException {
    List<Picture> few = Shapes.draw(30, 1, 12);
    int[] labels = Shapes.labels(30);
    RandomGenerator random = Seed.of(2).stream("noise");
    List<Picture> noise = Stream.generate(() -> Shapes.noise(random)).limit(600).toList();
    try (INDArray plain = Shapes.cells(few)) {
      Probe nearest = rows -> (known, asked) -> nearest(known, asked);
      GainInterval twoErrors = GenerationTrainsTest::twoErrors;
      AcceptanceGate gate = AcceptanceGate.of(plain, labels, divisions(labels), nearest, twoErrors);

      GateDecision no = gate.decide(with(plain, labels, noise));
      // A network that learned the classes perfectly would draw such.
      GateDecision yes = gate.decide(with(plain, labels, Shapes.draw(200, 9, 12)));

      assertThat(no.accepted()).isFalse();
      assertThat(yes.accepted()).isTrue();
      assertThat(yes.gain()).isGreaterThan(0.05);
    }
  }

  @Test
  void generatedRows_areOfTheFoldsItemsAndOfTheirNetwork() throws IOException {
    List<Picture> real = Shapes.draw(8, 1);
    List<ImageItem> items = Shapes.write(folder, real, Shapes.labels(8));
    try (INDArray plain = Shapes.cells(real)) {
      TrainingRows rows =
          GeneratedRows.of(
              GanTraining.of(Shapes.LABELS, SMALL.withSteps(100).withWidth(8).withBatch(8)),
              items,
              plain,
              Shapes::cells,
              4,
              Seed.of(1));

      try (LabelledRows made = rows.of(List.of(0, 1, 8, 9, 16, 17));
          LabelledRows other = rows.of(List.of(2, 3, 10, 11, 18, 19))) {
        assertThat(made.size()).isEqualTo(6 + 3 * 4);
        assertThat(made.rows().getRow(2)).isEqualTo(plain.getRow(8));
        assertThat(made.targets().getDouble(6, 0)).isEqualTo(1);
        assertThat(made.targets().getDouble(17, 2)).isEqualTo(1);
        // Another fold, another network.
        assertThat(made.rows().getRow(8)).isNotEqualTo(other.rows().getRow(8));
      }
    }
  }

  private static List<Folds> divisions(int[] labels) {
    return Stream.of(1, 2, 3).map(seed -> Folds.stratified(labels, 5, Seed.of(seed))).toList();
  }

  private static TrainingRows with(INDArray plain, int[] labels, List<Picture> pictures) {
    return items -> {
      int[] places = items.stream().mapToInt(Integer::intValue).toArray();
      int[] own = Arrays.stream(places).map(place -> labels[place]).toArray();
      try (INDArray rows = plain.getRows(places)) {
        int[] drawn = Shapes.labels(pictures.size() / 3);
        return GeneratedRows.joined(rows, own, pictures, drawn, Shapes::cells, 3);
      }
    };
  }

  private static int[] nearest(LabelledRows known, INDArray asked) {
    return Shapes.nearest(known.rows(), known.targets().argMax(1).toIntVector(), asked);
  }

  private static GainInterval.Bounds twoErrors(int gained, int lost, int n, double confidence) {
    double error = 2 * Math.sqrt((double) gained + lost) / n;
    double mean = (double) (gained - lost) / n;
    return new GainInterval.Bounds(mean - error, mean + error);
  }

  private static GenerationDistance distance(GanResult result, List<Picture> real, int[] labels) {
    return GenerationDistance.of(result.generator(), real, labels, Shapes::cells, Seed.of(1));
  }

  /** The share of generated pictures whose nearest real one is of their class. */
  private static double toldRight(PictureGenerator generator, INDArray rows, int[] labels) {
    int right = 0;
    int all = 0;
    for (int label = 0; label < generator.labels().size(); label++) {
      int expected = label;
      try (INDArray drawn = Shapes.cells(generator.pictures(label, 30, Seed.of(7)))) {
        int[] said = Shapes.nearest(rows, labels, drawn);
        right += (int) Arrays.stream(said).filter(s -> s == expected).count();
        all += said.length;
      }
    }
    return (double) right / all;
  }

  /** Four of MNIST's digits, 60 pictures each, where the shared data is there. */
  private List<ImageItem> digits() throws IOException {
    Path zip =
        Path.of(
            System.getProperty("graft4j.root", "."), "../shared/data/sets/digits-mnist-usps.zip");
    Assumptions.assumeTrue(Files.isRegularFile(zip), "no " + zip);
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Matcher name = DIGIT.matcher(entry.getName());
        if (name.matches()) {
          Path file = folder.resolve(name.group(1)).resolve(name.group(2));
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
        }
      }
    }
    return ImageFolder.scan(folder).items();
  }
}
