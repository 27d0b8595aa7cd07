package org.graft4j.eval.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft4j.data.DatasetException;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;
import org.graft4j.testing.SmallBackbone;
import org.graft4j.train.TrainingInterruptedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same pictures and candidates give the same advice, and one that fails spoils no other. */
class AdvisorTest {
  private static final Candidate FIRST = new Candidate("first", () -> SmallBackbone.of(1));
  private static final Candidate SECOND = new Candidate("second", () -> SmallBackbone.of(2));

  @TempDir static Path shared;
  private static ImageFolder folder;

  @TempDir Path own;

  @BeforeAll
  static void draw() throws IOException {
    Path root = shared.resolve("drawn");
    DrawnFolder.write(DrawnTask.target(), root, Map.of("all", 6), 24, Seed.of(1));
    folder = ImageFolder.scan(root.resolve("all"));
  }

  private ImageFolder drawn(int perClass) throws IOException {
    DrawnFolder.write(DrawnTask.target(), own, Map.of("all", perClass), 24, Seed.of(1));
    return ImageFolder.scan(own.resolve("all"));
  }

  private static Backbone random(Backbone like, Seed seed) {
    return SmallBackbone.of(seed.value());
  }

  private static Advice advise(Advisor.Builder advisor, Candidate... candidates)
      throws IOException {
    return advisor.build().advise(folder.labels(), folder.items(), List.of(candidates));
  }

  @Test
  void advise_twoCandidates_ranksByTheProbe() throws IOException {
    Advice advice = advise(Advisor.builder(), FIRST, SECOND);

    assertThat(advice.ranked()).extracting(CandidateAdvice::id).contains("first", "second");
    assertThat(advice.ranked().get(0).probe().correct())
        .isGreaterThanOrEqualTo(advice.ranked().get(1).probe().correct());
    assertThat(advice.pictures()).isEqualTo(48);
    assertThat(advice.best().probe().n()).isEqualTo(48);
    assertThat(advice.best().why()).contains(" of 48 held-out pictures");
  }

  /** A random network can do as well where the pretrained one is the more accurate. */
  @Test
  void ranking_moreAccurateOneIsNotToBeTransferred_comesAfterThoseThatAre() throws IOException {
    CandidateAdvice some = advise(Advisor.builder(), FIRST).best();
    CandidateAdvice useless = with(some, "useless", 5, Verdict.FROM_SCRATCH);
    CandidateAdvice fair = with(some, "fair", 3, Verdict.FINE_TUNE);
    CandidateAdvice good = with(some, "good", 4, Verdict.LINEAR_PROBE);
    assertThat(Stream.of(useless, fair, good).sorted(Advice.BEST_FIRST))
        .containsExactly(good, fair, useless);
  }

  private static CandidateAdvice with(
      CandidateAdvice from, String id, int correct, Verdict verdict) {
    ClassScore score = new ClassScore(5, correct);
    return new CandidateAdvice(
        id,
        from.architecture(),
        from.featureWidth(),
        from.logMe(),
        from.hScore(),
        from.sourceHead(),
        new ProbeScore(List.of(score, score), 5, 1),
        from.baseline(),
        from.cost(),
        verdict,
        from.why());
  }

  @Test
  void advise_coldWarmAndWithoutCache_isTheSame() throws IOException {
    CandidateAdvice none = advise(Advisor.builder().untrained(AdvisorTest::random), FIRST).best();
    try (FeatureCache cache = FeatureCache.open(own.resolve("cache"), 1L << 24)) {
      Advisor.Builder advisor = Advisor.builder().cache(cache).untrained(AdvisorTest::random);
      CandidateAdvice cold = advise(advisor, FIRST).best();
      CandidateAdvice warm = advise(advisor, FIRST).best();

      assertThat(cold).usingRecursiveComparison().ignoringFields("cost").isEqualTo(none);
      assertThat(warm).usingRecursiveComparison().ignoringFields("cost").isEqualTo(none);
      assertThat(cache.statistics().hits()).isEqualTo(2 * 48);
    }
  }

  @Test
  void advise_sourceHeadThere_hasItsScores() throws IOException {
    assertThat(advise(Advisor.builder(), FIRST).best().sourceHead())
        .hasValueSatisfying(
            scores -> {
              assertThat(scores.leep()).isNegative();
              assertThat(scores.nce()).isBetween(-Math.log(8) - 1e-9, 0.0);
            });
  }

  /** The pretrained weights are those of the random network: they cannot be worth anything. */
  @Test
  void advise_noBetterThanRandomOnManyPictures_saysSo() throws IOException {
    ImageFolder many = drawn(25);
    CandidateAdvice advice =
        Advisor.builder()
            .untrained((like, seed) -> SmallBackbone.of(1))
            .build()
            .advise(many.labels(), many.items(), List.of(FIRST))
            .best();

    assertThat(advice.verdict()).isEqualTo(Verdict.FROM_SCRATCH);
    assertThat(advice.baseline())
        .hasValueSatisfying(
            baseline -> {
              assertThat(baseline.p()).isEqualTo(1);
              assertThat(baseline.probe()).isEqualTo(advice.probe());
            });
  }

  @Test
  void advise_noRandomNetworkOfTheArchitecture_goesWithout() throws IOException {
    Advisor.Builder advisor =
        Advisor.builder()
            .untrained(
                (like, seed) -> {
                  throw new IllegalArgumentException("unknown architecture");
                });
    assertThat(advise(advisor, FIRST).best().baseline()).isEmpty();
  }

  @Test
  void advise_costs_areThoseOfTheBackbone() throws IOException {
    Cost cost = advise(Advisor.builder(), FIRST).best().cost();
    assertThat(cost.weightBytes())
        .isEqualTo((3 * 3 * 3 * SmallBackbone.WIDTH + SmallBackbone.WIDTH) * 4L);
    assertThat(cost.forwardMillis()).isPositive();
    assertThat(cost.inferenceBytes()).isGreaterThanOrEqualTo(cost.weightBytes());
    assertThat(cost.fineTuneSeconds()).isGreaterThan(cost.probeSeconds());
  }

  @Test
  void advise_fewerPicturesThanThereAre_takesSomeOfEachClass() throws IOException {
    Advice advice = advise(Advisor.builder().pictures(24).folds(9), FIRST);
    assertThat(advice.pictures()).isEqualTo(24);
    assertThat(advice.available()).isEqualTo(48);
    assertThat(advice.best().probe().folds()).isEqualTo(3);
  }

  /** Means over the classes hide the one that is too small to train on. */
  @Test
  void advise_unevenClasses_goesByTheSmallest() throws IOException {
    ImageFolder many = drawn(30);
    List<ImageItem> items = new ArrayList<>(many.items());
    items.removeIf(item -> item.label() == 2 && item.id().compareTo(sixth(many)) >= 0);
    CandidateAdvice advice =
        Advisor.builder().build().advise(many.labels(), items, List.of(FIRST)).best();
    assertThat(advice.why()).contains("; 5 pictures in the smallest class");
  }

  private static String sixth(ImageFolder folder) {
    return folder.items().stream()
        .filter(item -> item.label() == 2)
        .map(ImageItem::id)
        .sorted()
        .toList()
        .get(5);
  }

  @Test
  void smallestClass_copies_doNotCount() {
    List<ImageItem> items = IntStream.range(0, 8).mapToObj(i -> item(i, i < 4 ? 0 : 1)).toList();
    List<ImageItem> kept = List.of(items.get(0), items.get(4), items.get(5));
    List<ImageItem> chosen = List.of(items.get(0), items.get(1), items.get(4), items.get(5));
    LabelMap labels = LabelMap.of(List.of("a", "b"));
    assertThat(Subset.smallestClass(labels, items, chosen, kept)).isEqualTo(2);
    assertThat(Subset.smallestClass(labels, items, chosen, chosen)).isEqualTo(4);
  }

  private static ImageItem item(int number, int label) {
    return new ImageItem(Path.of(number + ".jpg"), number + ".jpg", label);
  }

  @Test
  void advise_copiesOfAPicture_areLeftOut() throws IOException {
    List<ImageItem> items = new ArrayList<>(folder.items());
    Path copy = Files.copy(items.get(0).file(), own.resolve("copy.jpg"));
    items.add(new ImageItem(copy, "copy.jpg", items.get(0).label()));
    Advice advice = Advisor.builder().build().advise(folder.labels(), items, List.of(FIRST));
    assertThat(advice.pictures()).isEqualTo(48);
    assertThat(advice.copies()).isEqualTo(1);
  }

  @Test
  void advise_candidateThatCannotBeLoaded_isNamedBesideTheOthers() throws IOException {
    Candidate broken =
        new Candidate(
            "broken",
            () -> {
              throw new IOException("its file is gone");
            });
    Advice advice = advise(Advisor.builder(), broken, FIRST);
    assertThat(advice.best().id()).isEqualTo("first");
    assertThat(advice.failed()).containsExactly(new Advice.Failed("broken", "its file is gone"));
    assertThatThrownBy(() -> advise(Advisor.builder(), broken))
        .isInstanceOf(IOException.class)
        .hasMessage("broken: its file is gone");
  }

  /** A network of hundreds of megabytes is not left to the garbage collector. */
  @Test
  void advise_loadedBackbones_areTakenBackBeforeTheNext() throws IOException {
    List<String> calls = new ArrayList<>();
    Candidate first = new Candidate("first", new Recorded("first", calls));
    Candidate second = new Candidate("second", new Recorded("second", calls));
    advise(Advisor.builder(), first, second);
    assertThat(calls)
        .containsExactly("load first", "release first", "load second", "release second");
  }

  @Test
  void advise_backboneThatFails_isTakenBack() {
    List<String> calls = new ArrayList<>();
    Candidate first = new Candidate("first", new Recorded("first", calls));
    Advisor.Builder advisor =
        Advisor.builder()
            .untrained(
                (like, seed) -> {
                  throw new IllegalStateException("no room");
                });
    assertThatThrownBy(() -> advise(advisor, first)).hasMessageContaining("no room");
    assertThat(calls).containsExactly("load first", "release first");
  }

  @Test
  void advise_randomNetwork_isClosed() throws IOException {
    List<Backbone> made = new ArrayList<>();
    Advisor.Builder advisor =
        Advisor.builder()
            .untrained(
                (like, seed) -> {
                  made.add(SmallBackbone.of(seed.value()));
                  return made.get(0);
                });
    advise(advisor, FIRST);
    assertThat(made).hasSize(1);
    assertThat(made.get(0).graph().params().wasClosed()).isTrue();
  }

  private record Recorded(String id, List<String> calls) implements Candidate.Source {
    @Override
    public Backbone load() {
      calls.add("load " + id);
      return SmallBackbone.of(1);
    }

    @Override
    public void release(Backbone backbone) {
      calls.add("release " + id);
      backbone.graph().close();
    }
  }

  @Test
  void advise_classWithOnePicture_isNamed() {
    List<ImageItem> items = new ArrayList<>(folder.items());
    items.removeIf(item -> item.label() == 2 && !item.id().endsWith("0001.jpg"));
    assertThatThrownBy(
            () -> Advisor.builder().build().advise(folder.labels(), items, List.of(FIRST)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("class '" + folder.labels().name(2) + "' has a single picture");
  }

  @Test
  void advise_sameIdTwice_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> advise(Advisor.builder(), FIRST, FIRST))
        .withMessageContaining("[first, first]");
  }

  @Test
  void advise_stopped_ends() {
    assertThatThrownBy(() -> advise(Advisor.builder().stopWhen(() -> true), FIRST))
        .isInstanceOf(TrainingInterruptedException.class);
  }

  @Test
  void advise_events_nameTheCandidateAndCountItsPictures() throws IOException {
    List<AdviceEvent> events = new ArrayList<>();
    advise(Advisor.builder().listener(events::add), FIRST, SECOND);
    assertThat(events)
        .contains(
            new AdviceEvent("first", 1, 2, AdviceEvent.Step.LOAD, 0, 0),
            new AdviceEvent("second", 2, 2, AdviceEvent.Step.FEATURES, 48, 48));
  }
}
