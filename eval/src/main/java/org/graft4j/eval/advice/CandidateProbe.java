package org.graft4j.eval.advice;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.transferability.HScore;
import org.graft4j.eval.transferability.LabelledFeatures;
import org.graft4j.eval.transferability.LinearProbe;
import org.graft4j.eval.transferability.LogMe;
import org.graft4j.eval.transferability.SourceHeadScores;
import org.graft4j.featurise.Featuriser;
import org.graft4j.model.Backbone;
import org.graft4j.train.TrainingEvent;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures one candidate.
 *
 * @param items the pictures to probe on
 * @param available how many there are to train on
 * @param smallestClass how many of them are in the smallest class
 * @param number the candidate's place, from 1
 */
record CandidateProbe(
    AdvisorSettings settings,
    LabelMap labels,
    List<ImageItem> items,
    int available,
    double smallestClass,
    int number,
    int candidates) {

  CandidateAdvice of(Candidate candidate) throws IOException {
    tell(candidate, AdviceEvent.Step.LOAD);
    Backbone backbone = candidate.source().load();
    try {
      return of(candidate, backbone);
    } finally {
      candidate.source().release(backbone);
    }
  }

  private CandidateAdvice of(Candidate candidate, Backbone backbone) throws IOException {
    LogMe logMe;
    HScore hScore;
    Optional<SourceHeadScores> sourceHead;
    ProbeScore score;
    Optional<Baseline> baseline;
    try (INDArray rows = features(candidate, backbone, AdviceEvent.Step.FEATURES)) {
      LabelledFeatures features = labelled(rows);
      tell(candidate, AdviceEvent.Step.SCORES);
      logMe = LogMe.of(features);
      hScore = HScore.of(features);
      sourceHead = SourceHead.scores(backbone, rows, classes());
      LinearProbe probe = LinearProbe.crossValidated(features, settings.folds(), settings.seed());
      score = ProbeScore.of(probe, features);
      baseline = baseline(candidate, backbone, features, probe);
    }
    tell(candidate, AdviceEvent.Step.COST);
    Cost cost = CostMeasurement.of(backbone, labels, items, available);
    VerdictRule rule = VerdictRule.of(score, baseline, smallestClass);
    return new CandidateAdvice(
        candidate.id(),
        backbone.architecture(),
        backbone.featureWidth(),
        logMe,
        hScore,
        sourceHead,
        score,
        baseline,
        cost,
        rule.verdict(),
        rule.why());
  }

  private Optional<Baseline> baseline(
      Candidate candidate, Backbone backbone, LabelledFeatures pretrained, LinearProbe probe)
      throws IOException {
    Optional<Backbone> random = random(backbone);
    if (random.isEmpty()) {
      return Optional.empty();
    }
    try (INDArray rows = features(candidate, random.get(), AdviceEvent.Step.RANDOM_FEATURES)) {
      LinearProbe other =
          LinearProbe.crossValidated(labelled(rows), settings.folds(), settings.seed());
      return Optional.of(Baseline.of(pretrained, probe, other));
    } finally {
      random.get().graph().close();
    }
  }

  private Optional<Backbone> random(Backbone backbone) {
    try {
      return settings.untrained().map(like -> like.apply(backbone, settings.seed()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a graph of the user's own has no architecture to make it by
    }
  }

  private INDArray features(Candidate candidate, Backbone backbone, AdviceEvent.Step step)
      throws IOException {
    tell(candidate, step);
    Featuriser featuriser =
        Featuriser.of(backbone)
            .withListener(
                event -> {
                  if (event instanceof TrainingEvent.Featurising f) {
                    settings
                        .listener()
                        .accept(
                            new AdviceEvent(
                                candidate.id(), number, candidates, step, f.done(), f.total()));
                  }
                })
            .stopWhen(settings.stop());
    return settings.cache().map(featuriser::withCache).orElse(featuriser).features(items);
  }

  private LabelledFeatures labelled(INDArray rows) {
    return LabelledFeatures.of(
        rows, classes(), labels.size(), items.stream().map(ImageItem::id).toList());
  }

  private int[] classes() {
    return items.stream().mapToInt(ImageItem::label).toArray();
  }

  private void tell(Candidate candidate, AdviceEvent.Step step) {
    settings.listener().accept(new AdviceEvent(candidate.id(), number, candidates, step, 0, 0));
  }
}
