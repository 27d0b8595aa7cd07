package org.graft4j.augment.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Folds;
import org.graft4j.data.ImageItem;
import org.graft4j.features.FeatureCache;
import org.graft4j.featurise.Featuriser;
import org.graft4j.model.Backbone;
import org.graft4j.train.TrainingEvent;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One search over the pictures that were chosen. Confined to one thread, used once. */
final class SearchRun {
  private static final String PLAIN = "plain";

  private final SearchSettings settings;
  private final FeatureCache cache;
  private final Backbone backbone;
  private final List<ImageItem> items;
  private final List<Integer> labels;
  private final List<Folds> divisions;
  private final int candidates;
  private int started;
  private int computed;

  SearchRun(
      SearchSettings settings,
      FeatureCache cache,
      Backbone backbone,
      List<ImageItem> items,
      List<Folds> divisions,
      int candidates) {
    this.settings = settings;
    this.cache = cache;
    this.backbone = backbone;
    this.items = items;
    this.labels = items.stream().map(ImageItem::label).toList();
    this.divisions = divisions;
    this.candidates = candidates;
  }

  /**
   * Tries all.
   *
   * @param groups the candidates by their augmentation
   * @param inOrder the candidates, in the order of the result
   * @param copies for the result
   */
  SearchResult of(Map<Augmentation, List<Candidate>> groups, List<Candidate> inOrder, int copies)
      throws IOException {
    try (INDArray plain = featuriser(PLAIN).features(items)) {
      AcceptanceGate gate =
          AcceptanceGate.of(
                  plain,
                  labels.stream().mapToInt(Integer::intValue).toArray(),
                  divisions,
                  settings.probe(),
                  settings.interval())
              .withConfidence(settings.confidence())
              .forCandidates(candidates)
              .stopWhen(settings.stop());
      tell(PLAIN, 0, 0);
      OutOfFold baseline = gate.outOfFold(gate.plainRows());
      Map<Candidate, SearchResult.Row> rows = new HashMap<>();
      for (List<Candidate> group : groups.values()) {
        rows.putAll(rows(gate, baseline, group));
      }
      return new SearchResult(
          baseline,
          inOrder.stream().map(rows::get).toList(),
          divisions.get(0).count(),
          settings.confidence(),
          settings.seed().value(),
          copies,
          computed);
    }
  }

  private Map<Candidate, SearchResult.Row> rows(
      AcceptanceGate gate, OutOfFold baseline, List<Candidate> group) throws IOException {
    Map<Candidate, SearchResult.Row> rows = new HashMap<>();
    Candidate first = group.get(0);
    int most = group.stream().mapToInt(Candidate::views).max().orElseThrow();
    started++;
    try (INDArray views =
        featuriser(first.name()).features(items, first.augmentation(), most, settings.seed())) {
      for (int i = 0; i < group.size(); i++) {
        Candidate candidate = group.get(i);
        started += i > 0 ? 1 : 0;
        tell(candidate.describe(), 0, 0);
        OutOfFold said =
            gate.outOfFold(new ViewRows(views, labels, gate.classes(), candidate.views()));
        rows.put(
            candidate,
            new SearchResult.Row(candidate, said.correct(), gate.decide(baseline, said)));
      }
    }
    return rows;
  }

  private Featuriser featuriser(String name) {
    return Featuriser.of(backbone)
        .withCache(cache)
        .stopWhen(settings.stop())
        .withListener(
            event -> {
              if (event instanceof TrainingEvent.Featurising f) {
                computed += f.done() == f.total() ? f.total() : 0;
                tell(name, f.done(), f.total());
              }
            });
  }

  private void tell(String name, int done, int total) {
    settings.listener().accept(new SearchEvent(name, started, candidates, done, total));
  }
}
