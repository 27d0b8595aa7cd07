package org.graft4j.eval.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.graft4j.eval.doctor.DoctorPictures.drawn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Interpolation;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureResize;
import org.graft4j.eval.PredictionTable;
import org.graft4j.testing.SmallBackbone;
import org.graft4j.train.TrainingInterruptedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDoctorTest {
  private static final int EACH = 12;

  @TempDir Path root;

  /** Two classes in two parts; pictures of any kind, so that nothing tells the classes apart. */
  @BeforeEach
  void draw() throws IOException {
    int index = 0;
    for (String folder : List.of("train/cat", "train/dog", "test/cat", "test/dog")) {
      for (int i = 0; i < EACH; i++) {
        DoctorPictures.jpeg(drawn(index++), 0.9f, root.resolve(folder).resolve(i + ".jpg"));
      }
    }
  }

  private DoctorReport report() throws IOException {
    return DataDoctor.builder().networkSide(96).build().examine(ImageFolder.scan(root));
  }

  private static Map<FindingKind, Finding> byKind(DoctorReport report) {
    return report.findings().stream()
        .collect(Collectors.toMap(Finding::kind, f -> f, (one, other) -> one));
  }

  private void copy(String from, String to) throws IOException {
    Files.copy(root.resolve(from), root.resolve(to));
  }

  @Test
  void examine_healthyFolder_findsNothing() throws IOException {
    DoctorReport report = report();
    assertThat(report.findings()).isEmpty();
    assertThat(report.leak()).isEqualTo(LeakFinding.none(2 * EACH));
    assertThat(report.verdict())
        .isEqualTo(
            "healthy: 0 errors, 0 warnings, 0 notes in 48 pictures of 2 classes (train 24,"
                + " validation 0, test 24; given by the folder)");
  }

  @Test
  void examine_copies_areTold() throws IOException {
    copy("train/cat/0.jpg", "test/cat/leak.jpg");
    copy("train/cat/1.jpg", "train/dog/conflict.jpg");
    copy("train/dog/2.jpg", "train/dog/twice.jpg");
    DoctorPictures.png(
        PictureResize.to(drawn(EACH + 3), 60, 60, Interpolation.BICUBIC),
        root.resolve("train/dog/smaller.png"));

    DoctorReport report = report();

    Map<FindingKind, Finding> findings = byKind(report);
    assertThat(findings.get(FindingKind.LEAK))
        .returns(Severity.ERROR, Finding::severity)
        .returns(List.of(List.of("train/cat/0.jpg", "test/cat/leak.jpg")), Finding::groups);
    assertThat(findings.get(FindingKind.LABEL_CONFLICT))
        .returns(Severity.ERROR, Finding::severity)
        .returns(List.of(List.of("train/cat/1.jpg", "train/dog/conflict.jpg")), Finding::groups);
    assertThat(findings.get(FindingKind.EXACT_DUPLICATE).groups())
        .containsExactly(List.of("train/dog/2.jpg", "train/dog/twice.jpg"));
    assertThat(findings.get(FindingKind.NEAR_DUPLICATE).groups())
        .containsExactly(List.of("train/dog/3.jpg", "train/dog/smaller.png"));
    assertThat(findings).hasSize(4);
    assertThat(report.leak().count()).isEqualTo(1);
    assertThat(report.verdict()).startsWith("not fit to measure on: 2 errors, 1 warning, 1 note");
  }

  /** Left and right hands are two classes, and no copies of each other. */
  @Test
  void examine_mirrorImagesOfTwoClasses_areNoLeakAndNoConflict() throws IOException {
    DoctorPictures.png(DoctorPictures.mirrored(drawn(0)), root.resolve("test/dog/right.png"));
    DoctorReport report = report();
    assertThat(byKind(report)).doesNotContainKeys(FindingKind.LEAK, FindingKind.LABEL_CONFLICT);
    assertThat(report.leak().leaks()).isFalse();
    DoctorPictures.png(DoctorPictures.mirrored(drawn(0)), root.resolve("test/cat/turned.png"));
    assertThat(report().leak().changed()).isEqualTo(1);
    assertThat(byKind(report())).containsKey(FindingKind.LEAK);
  }

  @Test
  void examine_oddFiles_areTold() throws IOException {
    Files.write(root.resolve("train/cat/empty.jpg"), new byte[0]);
    byte[] whole = Files.readAllBytes(root.resolve("train/cat/0.jpg"));
    Files.write(
        root.resolve("train/cat/cut.jpg"), java.util.Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(root.resolve("train/notes.txt"), "seen");
    Files.move(root.resolve("train/dog/1.jpg"), root.resolve("train/dog/1.png"));
    DoctorPictures.png(
        new Picture(96, 96, new byte[3 * 96 * 96]), root.resolve("test/dog/black.png"));
    DoctorPictures.png(
        PictureResize.to(drawn(900), 130, 30, Interpolation.BILINEAR),
        root.resolve("test/cat/long.png"));

    DoctorReport report = report();

    Map<FindingKind, List<String>> ids =
        report.findings().stream().collect(Collectors.toMap(Finding::kind, Finding::ids));
    assertThat(ids)
        .containsEntry(FindingKind.SKIPPED_PICTURE, List.of("train/cat/empty.jpg"))
        .containsEntry(FindingKind.UNREADABLE, List.of("train/cat/cut.jpg"))
        .containsEntry(FindingKind.SKIPPED_FILE, List.of("train/notes.txt"))
        .containsEntry(FindingKind.WRONG_EXTENSION, List.of("train/dog/1.png"))
        .containsEntry(FindingKind.ONE_COLOUR, List.of("test/dog/black.png"))
        .containsEntry(FindingKind.MIXED_COLOUR, List.of("test/dog/black.png"))
        .containsEntry(FindingKind.EXTREME_ASPECT, List.of("test/cat/long.png"))
        .containsEntry(FindingKind.SMALL_PICTURE, List.of("test/cat/long.png"))
        .hasSize(8);
    assertThat(report.unreadable()).isEqualTo(1);
    assertThat(report.skipped()).isEqualTo(2);
  }

  @Test
  void examine_classesStoredDifferently_isAShortcut() throws IOException {
    for (int i = 0; i < EACH; i++) {
      Path jpeg = root.resolve("train/cat/" + i + ".jpg");
      Picture picture = org.graft4j.data.PictureReader.standard().read(jpeg);
      Files.delete(jpeg);
      DoctorPictures.png(picture, root.resolve("train/cat/" + i + ".png"));
    }
    Finding shortcut = byKind(report()).get(FindingKind.SHORTCUT);
    assertThat(shortcut.severity()).isEqualTo(Severity.WARNING);
    assertThat(shortcut.sentence())
        .startsWith("file format tells the classes apart")
        .endsWith("50 % of 'cat' are PNG, of the others 0 %");
  }

  @Test
  void examine_fewPicturesOfOneClass_areTold() throws IOException {
    DoctorPictures.jpeg(drawn(500), 0.9f, root.resolve("train/dogs/1.jpg"));
    Map<FindingKind, Finding> findings = byKind(report());
    assertThat(findings.get(FindingKind.TINY_CLASS).ids()).containsExactly("dogs");
    assertThat(findings.get(FindingKind.IMBALANCE).severity()).isEqualTo(Severity.WARNING);
    assertThat(findings.get(FindingKind.MISSING_IN_PART).ids()).containsExactly("dogs");
    assertThat(findings.get(FindingKind.SIMILAR_NAMES).groups())
        .containsExactly(List.of("dog", "dogs"));
  }

  @Test
  void examine_anyThreads_isTheSame() throws IOException {
    copy("train/cat/0.jpg", "test/dog/leak.jpg");
    ImageFolder folder = ImageFolder.scan(root);
    String one = DataDoctor.builder().threads(1).build().examine(folder).toJson();
    for (int threads : new int[] {2, 8}) {
      assertThat(DataDoctor.builder().threads(threads).build().examine(folder).toJson())
          .isEqualTo(one);
    }
  }

  @Test
  void toJson_hasCountsLeakAndAllIds() throws IOException {
    copy("train/cat/0.jpg", "test/dog/leak.jpg");
    JsonNode json = new ObjectMapper().readTree(report().toJson());
    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.get("counts").get("errors").asInt()).isEqualTo(2);
    assertThat(json.get("leak").get("count").asInt()).isEqualTo(1);
    assertThat(json.get("leak").get("otherClass").asInt()).isEqualTo(1);
    assertThat(json.get("findings").get(0).get("kind").asText()).isEqualTo("leak");
    assertThat(json.get("findings").get(0).get("groups").get(0)).hasSize(2);
    assertThat(json.get("classes").get(1).get("test").asInt()).isEqualTo(EACH + 1);
  }

  /** The division is the one of the pictures that can be read, as for training. */
  @Test
  void examine_undividedFolder_isDividedAsTrainWould() throws IOException {
    Path plain = root.resolve("train");
    DoctorReport report = DataDoctor.builder().build().examine(ImageFolder.scan(plain));
    assertThat(report.train()).containsExactly(10, 10);
    assertThat(report.validation()).containsExactly(2, 2);
    assertThat(report.division()).isEqualTo("divided as train would, seed 42, held out 0.2");
  }

  @Test
  void examine_predictions_giveSuspects() throws IOException {
    LabelMap labels = LabelMap.of(List.of("cat", "dog"));
    PredictionTable.Builder table = PredictionTable.of(labels);
    for (int i = 0; i < EACH; i++) {
      table.add("train/cat/" + i + ".jpg", 0, new double[] {0.9, 0.1});
      table.add(
          "train/dog/" + i + ".jpg",
          1,
          i == 3 ? new double[] {0.99, 0.01} : new double[] {0.1, 0.9});
    }
    ImageFolder folder = ImageFolder.scan(root);
    DoctorReport report = DataDoctor.builder().predictions(table.build()).build().examine(folder);
    assertThat(report.suspects()).extracting(LabelSuspect::id).containsExactly("train/dog/3.jpg");
    assertThat(byKind(report)).containsKey(FindingKind.LABEL_SUSPECT);

    PredictionTable others =
        PredictionTable.of(labels).add("train/cat/x.jpg", 0, new double[] {1, 0}).build();
    assertThatThrownBy(() -> DataDoctor.builder().predictions(others).build().examine(folder))
        .hasMessageContaining("it has no 'train/cat/x.jpg' of class 'cat'");
  }

  @Test
  void examine_predictionsOfSomePictures_areCountedByThose() throws IOException {
    PredictionTable.Builder table = PredictionTable.of(LabelMap.of(List.of("cat", "dog")));
    for (int i = 0; i < 4; i++) {
      table.add("train/cat/" + i + ".jpg", 0, new double[] {0.9, 0.1});
      table.add(
          "train/dog/" + i + ".jpg",
          1,
          i == 3 ? new double[] {0.99, 0.01} : new double[] {0.1, 0.9});
    }
    ImageFolder folder = ImageFolder.scan(root);
    DoctorReport report = DataDoctor.builder().predictions(table.build()).build().examine(folder);
    assertThat(byKind(report).get(FindingKind.LABEL_SUSPECT).sentence())
        .startsWith("1 of 8 pictures with predictions (12.5 %) may have the wrong label")
        .endsWith(
            "; " + (report.pictures() - 8) + " pictures without a prediction could not be judged");
  }

  /** Features of random weights know nothing of cats; that they are used is what shows. */
  @Test
  void examine_backbone_makesPredictions() throws IOException {
    DoctorReport report =
        DataDoctor.builder().backbone(SmallBackbone.of(1)).build().examine(ImageFolder.scan(root));
    assertThat(report.compared()).isEqualTo("pixels and the backbone's features");
    assertThat(report.suspects()).isNotEmpty();
  }

  @Test
  void examine_stopped_says() throws IOException {
    ImageFolder folder = ImageFolder.scan(root);
    DataDoctor doctor = DataDoctor.builder().stopWhen(() -> true).build();
    assertThatThrownBy(() -> doctor.examine(folder))
        .isInstanceOf(TrainingInterruptedException.class);
  }

  @Test
  void examine_splitOfARun_findsWhatIsInTheFolder() throws IOException {
    copy("train/cat/0.jpg", "test/cat/leak.jpg");
    byte[] whole = Files.readAllBytes(root.resolve("train/cat/1.jpg"));
    Files.write(
        root.resolve("train/cat/cut.jpg"), java.util.Arrays.copyOf(whole, whole.length / 2));
    ImageFolder folder = ImageFolder.scan(root);
    DataDoctor doctor = DataDoctor.builder().networkSide(96).build();
    DoctorReport expected = doctor.examine(folder);
    assertThat(doctor.examine(folder.givenSplit().orElseThrow(), "given by the folder").toJson())
        .isEqualTo(expected.toJson());
    assertThat(expected.leak().count()).isEqualTo(1);
  }
}
