package org.graft4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft4j.bundle.Classification;
import org.graft4j.bundle.ImageClassifier;
import org.graft4j.bundle.LabelProbability;
import org.graft4j.data.Augmentation;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.data.TestTimeViews;
import org.graft4j.data.ViewedBatches;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.model.Abstention;
import org.graft4j.model.Backbone;
import org.graft4j.model.Decision;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.testing.SmallBackbone;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evaluating over several views of each picture. */
class ViewsTest {
  private static final Augmentation SHIFT =
      Augmentation.named(
          "shift",
          (picture, random) -> {
            byte[] rgb = picture.rgb().clone();
            int shift = random.nextInt(256);
            for (int i = 0; i < rgb.length; i++) {
              rgb[i] += (byte) shift;
            }
            return new Picture(picture.width(), picture.height(), rgb);
          });

  private static final TestTimeViews VIEWS = TestTimeViews.drawn(SHIFT, 5, Seed.of(3));

  @TempDir static Path folder;
  private static TrainedModel model;
  private static List<ImageItem> items;

  @BeforeAll
  static void draw() throws IOException {
    DrawnFolder.write(DrawnTask.target(), folder, Map.of("val", 2), 24, Seed.of(1));
    ImageFolder pictures = ImageFolder.scan(folder.resolve("val"));
    int classes = SmallBackbone.SOURCE_CLASSES;
    items = pictures.items().stream().filter(item -> item.label() < classes).toList();
    LabelMap labels = LabelMap.of(pictures.labels().names().subList(0, classes));
    Backbone backbone = SmallBackbone.of(3);
    model =
        new TrainedModel(
            backbone.graph(), backbone.input(), labels, new Provenance(Map.of("seed", "3")));
  }

  @Test
  void evaluate_oneView_isThePlainReport() {
    ClassificationReport plain = Evaluator.classification().evaluate(model, items);

    ClassificationReport one =
        Evaluator.classification()
            .withViews(TestTimeViews.drawn(SHIFT, 1, Seed.of(8)))
            .evaluate(model, items);

    assertThat(one).isEqualTo(plain);
    assertThat(one.views()).isEqualTo("plain");
  }

  /** Two ways to the same numbers: batches of views here, one picture at a time there. */
  @Test
  void evaluate_views_predictsAsTheClassifierDoes() throws IOException {
    ClassificationReport report =
        Evaluator.classification().withViews(VIEWS).evaluate(model, items);

    assertThat(report.n()).isEqualTo(items.size());
    try (ImageClassifier classifier = ImageClassifier.of(model).withViews(VIEWS)) {
      for (ImageItem item : items) {
        Classification expected = classifier.classify(item.file(), 1);
        Prediction prediction =
            report.predictions().stream()
                .filter(each -> each.id().equals(item.id()))
                .findFirst()
                .orElseThrow();
        assertThat(prediction.predicted()).isEqualTo(expected.best().index());
        assertThat(prediction.label()).isEqualTo(item.label());
        // Single precision varies in the last digits with the batch, and with nothing else.
        assertThat(prediction.probability()).isCloseTo(expected.best().probability(), within(1e-6));
      }
    }
  }

  /**
   * Of one picture in one batch, both say the same to the last bit: a threshold is a picture's own
   * probability, which must not fall below it by a rounding.
   */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "5, 1", "1, 1.7", "5, 1.7"})
  void classify_pictureAlone_isWhatTheEvaluatorSaysToTheLastBit(int count, double temperature)
      throws IOException {
    TestTimeViews views = TestTimeViews.drawn(SHIFT, count, Seed.of(3));
    Evaluator evaluator = Evaluator.classification().withViews(views);
    for (ImageItem item : items) {
      double threshold = evaluator.predictions(model, List.of(item)).confidence(0);
      TrainedModel decided =
          model.withDecision(
              new Decision(
                  temperature,
                  Optional.of(new Abstention(threshold, 0.05, 0.95, 0.5)),
                  views.describe()));
      PredictionTable said = evaluator.predictions(decided, List.of(item));
      try (ImageClassifier classifier = ImageClassifier.of(decided).withViews(views)) {
        Classification answer = classifier.classify(item.file(), 99);
        assertThat(answer.abstained()).as(item.id()).isFalse();
        for (LabelProbability each : answer.top()) {
          assertThat(each.probability()).isEqualTo(said.probability(0, each.index()));
        }
      }
    }
  }

  @Test
  void evaluate_views_isSaidInTheReport() throws IOException {
    ClassificationReport report =
        Evaluator.classification().withViews(VIEWS).evaluate(model, items);

    assertThat(report.views()).isEqualTo("plain and 4 of shift, seed 3");
    assertThat(report.toJson()).contains("\"views\":\"plain and 4 of shift, seed 3\"");
    assertThat(ClassificationReport.fromJson(report.toJson(true))).isEqualTo(report);
  }

  /** Of each two views, the second has what the first lacks: their mean is a distribution. */
  @Test
  void evaluate_viewsThatAreNoProbabilities_areRefusedThoughTheirMeanIsOne() {
    ClassificationState state = new ClassificationState(LabelMap.of(List.of("a", "b")), true);
    double[][] views = {{3, -2}, {-2, 3}};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.mean(state, "x.png", 0, views))
        .withMessage(
            "scores of 'x.png' must be probabilities, but class 'a' had 3.0: end the network in a"
                + " softmax");
  }

  @Test
  void viewedBatches_rowsThatAreNone_areRefused() {
    for (int rows : new int[] {0, -32}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ViewedBatches.of(items, model.labels(), model.input(), VIEWS, rows))
          .withMessage("rows must be positive, but was " + rows);
    }
  }

  @Test
  void evaluate_viewsOfASource_areRefused() {
    Evaluator evaluator = Evaluator.classification().withViews(TestTimeViews.mirrored());
    PictureBatches source = PictureBatches.evaluation(items, model.labels(), model.input(), 8);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluator.evaluate(model, source))
        .withMessageStartingWith("views must be made of picture items, but there was a source");
  }
}
