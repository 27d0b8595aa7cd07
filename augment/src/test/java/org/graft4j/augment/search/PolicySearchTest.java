package org.graft4j.augment.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.augment.colour.ColourJitter;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.data.Augmentation;
import org.graft4j.data.DatasetException;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.LabelMap;
import org.graft4j.features.FeatureCache;
import org.graft4j.train.TrainingInterruptedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search finds what helps where something does, and says no where nothing can. */
class PolicySearchTest {
  @TempDir Path own;

  private static PolicySearch.Builder builder() {
    return PolicySearch.builder(Judges.nearest(), Judges.threeErrors());
  }

  private static List<Candidate> flips() {
    return Candidate.grid(Map.of("flip", new HorizontalFlip(1)), List.of(2));
  }

  private SearchResult search(ImageFolder folder, List<Candidate> candidates) throws IOException {
    return builder()
        .build()
        .search(PixelBackbone.make(), folder.labels(), folder.items(), candidates);
  }

  /** Of three pictures that face either way, often none shows what the held-out one looks like. */
  @Test
  void search_picturesThatFaceEitherWay_acceptsFlips() throws IOException {
    ImageFolder folder = Motifs.write(own.resolve("data"), 20, 3, Motifs.facingEitherWay());
    SearchResult result = search(folder, flips());
    assertThat(result.baseline().accuracy()).isLessThan(0.8);
    assertThat(result.rows().get(0).accuracy()).isGreaterThan(0.95);
    assertThat(result.chosen()).contains(result.rows().get(0));
    assertThat(result.verdict()).isEqualTo("flip with 2 views helps here");
    assertThat(result.why()).contains("of 60 held-out").endsWith("wholly above zero");
  }

  /** Where left and right are the classes, a flip teaches the wrong one. */
  @Test
  void search_classesThatAreMirrored_findsFlipsHarmful() throws IOException {
    ImageFolder folder = Motifs.write(own.resolve("data"), 12, 5, Motifs.mirroredPairs());
    SearchResult result =
        search(folder, Candidate.grid(Map.of("flip", new HorizontalFlip(1)), List.of(2)));
    assertThat(result.baseline().accuracy()).isGreaterThan(0.95);
    assertThat(result.rows().get(0).decision().harmful()).isTrue();
    assertThat(result.chosen()).isEmpty();
    assertThat(result.verdict()).isEqualTo("no augmentation helps here");
  }

  @Test
  void search_labelsWithoutMeaning_acceptsNothing() throws IOException {
    ImageFolder folder = Motifs.write(own.resolve("data"), 4, 15, Motifs.meaningless());
    Map<String, Augmentation> augmentations = new LinkedHashMap<>();
    augmentations.put("flip", new HorizontalFlip(0.5));
    augmentations.put("colour", new ColourJitter(0.3, 0.3, 0.3));
    SearchResult result = search(folder, Candidate.grid(augmentations, List.of(2, 4)));
    assertThat(result.rows()).hasSize(4);
    assertThat(result.chosen()).isEmpty();
    assertThat(result.verdict()).isEqualTo("no augmentation helps here");
    assertThat(result.why())
        .contains("is not wholly above zero; a gain of up to ", "could have been missed");
  }

  @Test
  void search_again_isTheSame() throws IOException {
    ImageFolder folder = Motifs.write(own.resolve("data"), 6, 4, Motifs.facingEitherWay());
    List<Candidate> candidates =
        Candidate.grid(Map.of("flip", new HorizontalFlip(0.5)), List.of(2, 3));
    assertThat(search(folder, candidates)).isEqualTo(search(folder, candidates));
  }

  /** Views of 2 are the first of those of 4, so that the backbone sees each view once. */
  @Test
  void search_withCache_runsTheBackboneOnceAView() throws IOException {
    ImageFolder folder = Motifs.write(own.resolve("data"), 6, 4, Motifs.facingEitherWay());
    List<Candidate> candidates =
        Candidate.grid(Map.of("flip", new HorizontalFlip(0.5)), List.of(2, 4));
    try (FeatureCache cache = FeatureCache.open(own.resolve("cache"), 1L << 24)) {
      PolicySearch search = builder().cache(cache).build();
      SearchResult cold =
          search.search(PixelBackbone.make(), folder.labels(), folder.items(), candidates);
      SearchResult warm =
          search.search(PixelBackbone.make(), folder.labels(), folder.items(), candidates);
      assertThat(cold.computed()).isEqualTo(24 * 4);
      assertThat(warm.computed()).isZero();
      assertThat(warm.rows()).isEqualTo(cold.rows());
    }
  }

  @Test
  void search_listener_hearsOfTheBaselineAndEachCandidate() throws IOException {
    ImageFolder folder = Motifs.write(own.resolve("data"), 6, 4, Motifs.facingEitherWay());
    List<SearchEvent> events = new ArrayList<>();
    builder()
        .listener(events::add)
        .build()
        .search(PixelBackbone.make(), folder.labels(), folder.items(), flips());
    assertThat(events)
        .contains(
            new SearchEvent("plain", 0, 1, 24, 24),
            new SearchEvent("plain", 0, 1, 0, 0),
            new SearchEvent("flip", 1, 1, 24, 24),
            new SearchEvent("flip with 2 views", 1, 1, 0, 0));
  }

  @Test
  void search_stopped_saysSo() throws IOException {
    ImageFolder folder = Motifs.write(own.resolve("data"), 6, 4, Motifs.facingEitherWay());
    PolicySearch search = builder().stopWhen(() -> true).build();
    assertThatThrownBy(
            () -> search.search(PixelBackbone.make(), folder.labels(), folder.items(), flips()))
        .isInstanceOf(TrainingInterruptedException.class);
  }

  @Test
  void search_oneClass_isRefusedInWords() throws IOException {
    ImageFolder folder = Motifs.write(own.resolve("data"), 2, 4, Motifs.facingEitherWay());
    LabelMap one = LabelMap.of(List.of("class00"));
    assertThatThrownBy(
            () ->
                builder()
                    .build()
                    .search(PixelBackbone.make(), one, folder.items().subList(0, 4), flips()))
        .isInstanceOf(DatasetException.class)
        .hasMessage("there must be two classes at least, but there were [class00]");
  }

  @Test
  void search_classOfOnePicture_isRefusedInWords() throws IOException {
    ImageFolder folder = Motifs.write(own.resolve("data"), 2, 1, Motifs.facingEitherWay());
    assertThatThrownBy(() -> search(folder, flips()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("class 'class00' has a single picture");
  }

  /** Folds of one picture each: a row by itself is still a row. */
  @Test
  void search_twoPicturesAClass_holdsEachOut() throws IOException {
    ImageFolder folder = Motifs.write(own.resolve("data"), 2, 2, Motifs.facingEitherWay());
    SearchResult result = search(folder, flips());
    assertThat(result.folds()).isEqualTo(2);
    assertThat(result.baseline().n()).isEqualTo(4);
  }

  @Test
  void search_candidateTwice_isRefused() throws IOException {
    ImageFolder folder = Motifs.write(own.resolve("data"), 2, 2, Motifs.facingEitherWay());
    List<Candidate> twice = List.of(flips().get(0), flips().get(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search(folder, twice))
        .withMessageContaining("each name and number of views once");
  }

  @Test
  void candidate_withoutDrawnViews_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Candidate("flip", new HorizontalFlip(0.5), 1))
        .withMessageContaining("views of 'flip' must be two at least");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Candidate("none", Augmentation.NONE, 4))
        .withMessageContaining("without any is the baseline");
  }
}
