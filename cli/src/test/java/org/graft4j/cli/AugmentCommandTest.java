package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.graft4j.augment.AugmentationFile;
import org.graft4j.augment.Augmentations;
import org.graft4j.augment.Transforms;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.InputSpec;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code augment list, show} and {@code preview}, and {@code train --augment}. */
class AugmentCommandTest {
  @TempDir static Path shared;
  private static Path weights;
  private static Path data;

  @TempDir Path own;

  @BeforeAll
  static void write() throws Exception {
    weights = Pieces.weights(shared);
    data = Pieces.divided(shared.resolve("pictures"));
  }

  private Run train(Path out, Object... more) {
    Object[] first = {
      "train", data, "--backbone", weights, "--arch", "slimresnet", "--out", out, "--epochs", "2"
    };
    Object[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Run.of(all);
  }

  private Run preview(Object... more) {
    Object[] first = {"augment", "preview", data, "--out", own.resolve("grid.png")};
    Object[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Run.of(all);
  }

  @Test
  void list_namesAllPoliciesAndTransforms() {
    assertThat(Run.of("augment", "list").succeeded().out())
        .contains(Augmentations.names())
        .contains("horizontal-flip       probability 0.5")
        .contains("gaussian-blur         sigmaRange [0.0005,0.009]")
        .contains("rotate                degrees [-10.0,10.0]");
    JsonNode json = Run.of("augment", "list", "--json").succeeded().json();
    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.at("/transforms/horizontal-flip/probability").doubleValue()).isEqualTo(0.5);
    assertThat(json.at("/policies/standard/links")).hasSize(3);
  }

  /** Whoever chooses one reads this line, not the paper. */
  @Test
  void list_eachPolicy_saysWhatForAndWhatNot() {
    Run list = Run.of("augment", "list").succeeded();
    for (String name : Augmentations.names()) {
      assertThat(PolicyText.of(name)).as(name).isNotEmpty();
      assertThat(list.out()).contains(PolicyText.of(name));
      if (!name.equals("none")) {
        assertThat(PolicyText.of(name)).contains("flips left and right", "for", "; not ");
      }
    }
    assertThat(Augmentations.names().stream().map(PolicyText::of)).doesNotHaveDuplicates();
  }

  @Test
  void show_transform_isAFileWithItsDefaults() throws IOException {
    Run shown = Run.of("augment", "show", "rotate", "--yaml").succeeded();
    Path file = Files.writeString(own.resolve("mine.yaml"), shown.out());
    assertThat(AugmentationFile.read(file)).isEqualTo(Transforms.all().get("rotate"));
  }

  @Test
  void augment_withoutSubcommand_showsThem() {
    Run run = Run.of("augment");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("list", "show", "preview", "search", "generate");
  }

  @Test
  void list_idOfAnotherJarLongerThanItsColumn_isAllThere() {
    assertThat(AugmentListCommand.text("shadow", "probability 0.5"))
        .isEqualTo("  shadow                probability 0.5");
    assertThat(AugmentListCommand.text("acme-shadow-of-a-tree-in-the-sun", "probability 0.5"))
        .isEqualTo("  acme-shadow-of-a-tree-in-the-sun probability 0.5");
  }

  /** The working directory is that of the tests. */
  @Test
  void show_nameThatIsAlsoAFileHere_isThePolicy() throws IOException {
    Path shadow = Path.of("light");
    Files.writeString(shadow, "{}");
    try {
      assertThat(Run.of("augment", "show", "light").succeeded().out())
          .isEqualToIgnoringNewLines(AugmentationFile.json(Augmentations.light()));
    } finally {
      Files.delete(shadow);
    }
    Run.of("augment", "show", "./light").failed(1, "must end in .json, .yaml or .yml");
  }

  @Test
  void show_givenBackAsFile_isThePolicy() throws IOException {
    for (String form : List.of("json", "yaml")) {
      Run shown =
          form.equals("yaml")
              ? Run.of("augment", "show", "heavy", "--yaml")
              : Run.of("augment", "show", "heavy");
      Path file = Files.writeString(own.resolve("mine." + form), shown.succeeded().out());
      assertThat(AugmentationFile.read(file)).isEqualTo(Augmentations.heavy());
      assertThat(Run.of("augment", "show", file).succeeded().out()).contains("horizontal-flip");
    }
  }

  @Test
  void train_augmentation_isInTheProvenance() throws IOException {
    train(own.resolve("a.zip"), "--augment", "light", "--views", "2").succeeded();
    Path file = own.resolve("mine.yaml");
    AugmentationFile.write(file, Augmentations.light(), false);
    train(own.resolve("b.zip"), "--augment", file, "--views", "2").succeeded();

    var named = ModelBundle.open(own.resolve("a.zip")).model().provenance().facts();
    assertThat(named)
        .containsEntry("augmentation", Augmentations.light().describe())
        .containsEntry("views", "2")
        .isEqualTo(ModelBundle.open(own.resolve("b.zip")).model().provenance().facts());
  }

  @Test
  void train_resumedWithAnotherAugmentation_isRefused() {
    Path out = own.resolve("a.zip");
    train(out, "--augment", "light", "--stop-after", "1").succeeded();
    train(out, "--augment", "standard", "--resume").failed(1, "augmentation");
    train(out, "--augment", "light", "--resume").succeeded();
  }

  @Test
  void train_badAugmentation_isRefusedInALine() throws IOException {
    Path out = own.resolve("a.zip");
    train(out, "--augment", "standart").failed(2, "did you mean 'standard'?", "heavy");
    train(out, "--augment", own.resolve("none.yaml")).failed(1, "none.yaml");
    Path file = Files.writeString(own.resolve("bad.json"), "{\"schemaVersion\": 1}");
    train(out, "--augment", file).failed(1, "bad.json.augmentation is missing");
    assertThat(own).isDirectoryNotContaining("glob:**.zip*");
  }

  @Test
  void train_views_areThoseThatCanDiffer() {
    Path out = own.resolve("a.zip");
    train(out, "--views", "0").failed(2, "--views must be from 1 to 256, but was 0");
    train(out, "--views", "257").failed(2, "--views must be from 1 to 256, but was 257");
    train(out, "--views", "2").failed(2, "--views must have --augment");
    assertThat(train(out, "--augment", "light", "--views", "3").succeeded().err())
        .contains("of --views 3 stage 'head' sees 2: it has no more epochs");
  }

  /** Before anything is looked at: the folder is not even there. */
  @Test
  void train_cutmixOnFeatures_isWrongUsage() {
    for (String plan : List.of("linear-probe", "head-then-all")) {
      Run.of(
              "train",
              own.resolve("none"),
              "--mix",
              "cutmix",
              "--plan",
              plan,
              "--backbone",
              "x",
              "--out",
              own.resolve("a.zip"))
          .failed(2, "--mix cutmix works with --plan full only", "use --mix mixup");
    }
  }

  @Test
  void show_unknownName_isWrongUsage() {
    Run.of("augment", "show", "haevy").failed(2, "did you mean 'heavy'?", "augment show --help");
  }

  @Test
  void augment_mistypedSubcommand_namesTheNearest() {
    Run.of("augment", "prevew").failed(2, "unknown command 'prevew'; did you mean 'preview'?");
    Run.of("trian").failed(2, "did you mean 'train'?");
  }

  @Test
  void views_ofWrongNumber_areWrongUsage() {
    for (String wrong : List.of("light:0", "light:-1", "light:1000000", "light:abc", "light:")) {
      Run.of("evaluate", own.resolve("m.zip"), data, "--tta", wrong)
          .failed(2, "N of --tta must be from 1 to 256, but was '" + wrong + "'");
    }
    Run.of("evaluate", own.resolve("m.zip"), data, "--tta", "").failed(2, "--tta must name views");
    Run.of("evaluate", own.resolve("m.zip"), data, "--tta", "ligth:3")
        .failed(2, "unknown augmentation 'ligth'; did you mean 'light'?");
    Run.of("evaluate", own.resolve("m.zip"), data, "--tta", "flip:3").failed(2, "2 views always");
    Run.of("evaluate", own.resolve("m.zip"), data, "--tta", "none:3").failed(2, "has one view");
  }

  /** Not pictures like those of the training, but these. */
  @Test
  void preview_views_areThoseThatTrainingCaches() throws Exception {
    Path out = own.resolve("grid.png");
    preview("--augment", "standard", "--size", "96", "--views", "3", "--pictures", "2").succeeded();

    BufferedImage sheet = ImageIO.read(out.toFile());
    ImageFolder folder = ImageFolder.scan(data);
    InputSpec input = InputSpec.imageNet().withSize(96, 96);
    List<ImageItem> learned = DatasetSplit.of(folder, 0.2, Seed.of(42)).train();
    ImageItem item = EvenChoice.of(learned, 2).get(0);
    PictureBatches batches =
        PictureBatches.training(
                List.of(item),
                folder.labels(),
                input,
                1,
                Augmentations.standard(),
                Seed.of(Seed.of(42).derive("view")))
            .inGivenOrder();
    INDArray seen = batches.epoch(3).next().getFeatures();
    int left = 170 + 8 + 3 * (96 + 8);
    for (int y = 0; y < 96; y += 5) {
      for (int x = 0; x < 96; x += 5) {
        double red = (seen.getDouble(0, 0, y, x) * 0.229 + 0.485) * 255;
        assertThat(sheet.getRGB(left + x, 8 + 2 * 20 + y) >> 16 & 0xff)
            .isEqualTo((int) Math.round(red));
      }
    }
  }

  /** Whoever looks at held-out pictures to choose a policy chooses by them. */
  @Test
  void preview_folderThatTrainDivides_showsNoneThatIsHeldOut() throws Exception {
    Path plain = Pieces.plain(own.resolve("plain"));
    int learned = DatasetSplit.of(ImageFolder.scan(plain), 0.5, Seed.of(42)).train().size();
    assertThat(height(plain, "32", "0.5")).isEqualTo(height(plain, String.valueOf(learned), "0.1"));
    assertThat(height(plain, "32", "0.5")).isLessThan(height(plain, "32", "0.1"));
  }

  private int height(Path pictures, String most, String heldOut) throws IOException {
    Path sheet = own.resolve("sheet.png");
    Object[] arguments = {
      "augment",
      "preview",
      pictures,
      "--augment",
      "none",
      "--out",
      sheet,
      "--force",
      "--size",
      "32",
      "--pictures",
      most,
      "--val-fraction",
      heldOut
    };
    Run.of(arguments).succeeded();
    return ImageIO.read(sheet.toFile()).getHeight();
  }

  @Test
  void preview_pictures_areEvenlyOfTheClasses() throws IOException {
    List<ImageItem> items = new java.util.ArrayList<>(ImageFolder.scan(data).items());
    items.removeIf(item -> item.label() == 1 && !item.id().endsWith("0001.jpg"));
    assertThat(EvenChoice.of(items, 3)).extracting(ImageItem::label).containsExactly(0, 1, 2);
    assertThat(EvenChoice.of(items, 9))
        .doesNotHaveDuplicates()
        .extracting(ImageItem::label)
        .containsExactly(0, 0, 0, 1, 1, 2, 2, 2, 2);
    assertThat(EvenChoice.of(items, 1000)).hasSameSizeAs(items).doesNotHaveDuplicates();
    assertThat(EvenChoice.of(items, 0)).isEmpty();
  }

  @Test
  void preview_unreadablePicture_isLeftOut() throws Exception {
    Path broken = Pieces.plain(own.resolve("broken"));
    Path folder = broken.resolve(Pieces.classes().get(0));
    Path first = folder.resolve(Pieces.names(folder).get(0));
    Files.write(first, java.util.Arrays.copyOf(Files.readAllBytes(first), 60));
    Run run =
        Run.of(
                "augment",
                "preview",
                broken,
                "--augment",
                "light",
                "--out",
                own.resolve("g.png"),
                "--pictures",
                "32")
            .succeeded();
    assertThat(run.err()).contains("left out").contains(first.getFileName().toString());
  }

  @Test
  void preview_badInput_isRefusedInALine() throws IOException {
    preview("--augment", "heavi").failed(2, "did you mean 'heavy'?");
    preview("--views", "0").failed(2, "--views must be from 1 to 16, but was 0");
    preview("--pictures", "33").failed(2, "--pictures must be from 1 to 32, but was 33");
    preview("--val-fraction", "1").failed(2, "--val-fraction must be between 0 and 1");
    preview("--size", "5000").failed(2, "--size must be from 1 to 1024, but was 5000");
    preview("--size", "64", "--backbone", "x").failed(2, "--size must not come with --backbone");
    preview("--views", "1").failed(2, "--augment must be given, say --augment standard");
    Run.of("augment", "preview", data, "--augment", "light", "--out", own.resolve("grid.jpg"))
        .failed(2, "--out must end in .png, but was");
    preview("--augment", "light", "--backbone", "no-such")
        .failed(1, "unknown weights id 'no-such'");
    Path grid = Files.writeString(own.resolve("grid.png"), "mine");
    preview("--augment", "light").failed(1, "grid.png exists already; use --force");
    assertThat(grid).hasContent("mine");
    Run.of("augment", "preview", data, "--augment", "light", "--out", own.resolve("no/grid.png"))
        .failed(1, "the folder of", "does not exist");
    Run.of(
            "augment",
            "preview",
            own.resolve("nowhere"),
            "--augment",
            "light",
            "--out",
            own.resolve("g.png"))
        .failed(1, "nowhere");
    assertThat(own.resolve("g.png")).doesNotExist();
  }
}
