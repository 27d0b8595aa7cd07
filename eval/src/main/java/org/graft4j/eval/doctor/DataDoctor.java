package org.graft4j.eval.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.graft4j.data.DatasetException;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.data.SkippedFile;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.doctor.Examined.Part;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;
import org.graft4j.train.TrainingInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what is wrong with a data set before anything is trained on it: damaged files, copies
 * within and across its parts, odd classes and pictures, properties that tell classes apart by
 * accident, and labels that may be wrong.
 *
 * <p>Each picture is decoded once, and about 2 KiB kept of it. The report is the same for any
 * number of threads. Labels are looked at only if there are predictions, or a backbone to make them
 * with. Immutable; not thread-safe with a backbone.
 */
public final class DataDoctor {
  private final Builder settings;

  private DataDoctor(Builder settings) {
    this.settings = settings;
  }

  /** Settings of a doctor; confined to one thread. */
  public static final class Builder {
    private double validationFraction = 0.2;
    private Seed seed = Seed.of(42);
    private int threads = Runtime.getRuntime().availableProcessors();
    private int side = 224;
    private @Nullable Backbone backbone;
    private @Nullable FeatureCache cache;
    private @Nullable PredictionTable predictions;
    private Consumer<DoctorEvent> listener = event -> {};
    private BooleanSupplier stop = () -> false;

    private Builder() {}

    private Builder(Builder other) {
      validationFraction = other.validationFraction;
      seed = other.seed;
      threads = other.threads;
      side = other.side;
      backbone = other.backbone;
      cache = other.cache;
      predictions = other.predictions;
      listener = other.listener;
      stop = other.stop;
    }

    /** Share that training would hold out of an undivided folder, 0 to below 1; 0.2 by default. */
    public Builder validationFraction(double given) {
      if (!(given >= 0 && given < 1)) {
        throw new IllegalArgumentException(
            "validationFraction must be from 0 to below 1, but was " + given);
      }
      validationFraction = given;
      return this;
    }

    /** Of the division, the permutations and the folds; 42 by default. */
    public Builder seed(Seed given) {
      seed = given;
      return this;
    }

    /** Pictures that are decoded at a time, positive; all processors by default. */
    public Builder threads(int given) {
      if (given <= 0) {
        throw new IllegalArgumentException("threads must be positive, but was " + given);
      }
      threads = given;
      return this;
    }

    /** Shorter side of what the network will see, positive; 224 or the backbone's by default. */
    public Builder networkSide(int given) {
      if (given <= 0) {
        throw new IllegalArgumentException("networkSide must be positive, but was " + given);
      }
      side = given;
      return this;
    }

    /** Confirms near copies by its features too, and makes predictions where none are given. */
    public Builder backbone(Backbone given) {
      backbone = given;
      side = Math.min(given.input().height(), given.input().width());
      return this;
    }

    /** Keeps the backbone's features; stays open. */
    public Builder cache(FeatureCache given) {
      cache = given;
      return this;
    }

    /** Predictions for pictures that their model did not learn from, by their ids. */
    public Builder predictions(PredictionTable given) {
      predictions = given;
      return this;
    }

    /** Is told how far the doctor is, from the thread of {@link DataDoctor#examine}. */
    public Builder listener(Consumer<DoctorEvent> given) {
      listener = given;
      return this;
    }

    /** Asked after each picture whether to stop. */
    public Builder stopWhen(BooleanSupplier given) {
      stop = given;
      return this;
    }

    /** The doctor. */
    public DataDoctor build() {
      return new DataDoctor(new Builder(this));
    }
  }

  /** Without a backbone and predictions, for the division that {@code train} makes by default. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Examines a folder as it is divided, or else as training would divide it.
   *
   * @throws DatasetException if a class has no picture left that can be decoded
   * @throws IllegalArgumentException if the predictions are of other classes or pictures
   * @throws IOException if the backbone cannot read a picture
   * @throws TrainingInterruptedException if it was asked to stop
   */
  public DoctorReport examine(ImageFolder folder) throws IOException {
    PredictionsOf.require(settings.predictions, folder.labels(), folder.items());
    List<PictureLook> all = looks(folder.items());
    ImageFolder readable = folder.without(ids(bad(all)));
    List<Finding> findings = new ArrayList<>();
    DatasetSplit split = division(readable, findings);
    String division = folder.givenSplit().isPresent() ? "given by the folder" : madeDivision();
    return report(split, division, all, folder.skipped(), findings);
  }

  /**
   * Examines a data set that is divided already, say as a run trains on it.
   *
   * @param division where the parts come from, in a few words
   * @throws IllegalArgumentException if the predictions are of other classes or pictures
   * @throws IOException if the backbone cannot read a picture
   * @throws TrainingInterruptedException if it was asked to stop
   */
  public DoctorReport examine(DatasetSplit split, String division) throws IOException {
    List<ImageItem> items = new ArrayList<>(split.train());
    items.addAll(split.validation());
    items.addAll(split.test());
    PredictionsOf.require(settings.predictions, split.labels(), items);
    List<PictureLook> all = looks(items);
    return report(split.without(ids(bad(all))), division, all, List.of(), new ArrayList<>());
  }

  private static List<PictureLook> bad(List<PictureLook> all) {
    return all.stream().filter(look -> look.content().isEmpty()).toList();
  }

  private static List<String> ids(List<PictureLook> looks) {
    return looks.stream().map(look -> look.item().id()).toList();
  }

  private DoctorReport report(
      DatasetSplit readable,
      String division,
      List<PictureLook> all,
      List<SkippedFile> skipped,
      List<Finding> findings)
      throws IOException {
    List<PictureLook> bad = bad(all);
    Examined examined = examined(readable, all);
    Optional<FeatureMatrix> features = features(examined);
    PixelLikeness pixels = PixelLikeness.of(examined.looks());
    Copies copies =
        Copies.among(
            examined.looks(),
            features.<Likeness>map(f -> new FeatureLikeness(pixels, f)).orElse(pixels),
            settings.stop);
    findings.addAll(new CopyChecks(examined, copies).findings());
    findings.addAll(new FileChecks(examined, bad, skipped).findings());
    findings.addAll(new PictureChecks(examined, settings.side).findings());
    findings.addAll(new ClassChecks(examined).findings());
    findings.addAll(new ShortcutCheck(examined, settings.seed).findings());
    requireGoing();
    Optional<PredictionTable> said = said(examined, copies, features);
    List<LabelSuspect> suspects = said.map(LabelSuspects::of).orElse(List.of());
    said.flatMap(table -> SuspectCheck.finding(suspects, table.size(), examined))
        .ifPresent(findings::add);
    return new DoctorReport(
        readable.labels(),
        examined.counts(Part.TRAIN),
        examined.counts(Part.VALIDATION),
        examined.counts(Part.TEST),
        division,
        bad.size(),
        skipped.size(),
        leak(examined, copies),
        suspects,
        features.isPresent() ? "pixels and the backbone's features" : "pixels, without a backbone",
        findings);
  }

  private List<PictureLook> looks(List<ImageItem> items) {
    return PictureLooks.at(
        items,
        settings.threads,
        done ->
            settings.listener.accept(
                new DoctorEvent(DoctorEvent.Step.PICTURES, done, items.size())),
        settings.stop);
  }

  private void requireGoing() {
    if (settings.stop.getAsBoolean()) {
      throw new TrainingInterruptedException("while the data were examined");
    }
  }

  private String madeDivision() {
    return "divided as train would, seed "
        + settings.seed.value()
        + ", held out "
        + settings.validationFraction;
  }

  private DatasetSplit division(ImageFolder folder, List<Finding> findings) throws IOException {
    try {
      return DatasetSplit.of(folder, settings.validationFraction, settings.seed);
    } catch (DatasetException e) {
      // A class of one cannot be divided; all else can still be looked at.
      findings.add(
          Finding.of(
              Severity.ERROR,
              FindingKind.TINY_CLASS,
              List.of(),
              "the folder cannot be divided: " + e.getMessage(),
              "add pictures to the class, or remove it"));
      return new DatasetSplit(folder.labels(), folder.items(), List.of(), List.of());
    }
  }

  private static Examined examined(DatasetSplit split, List<PictureLook> all) {
    Map<String, PictureLook> byId = new HashMap<>();
    all.forEach(look -> byId.put(look.item().id(), look));
    List<PictureLook> looks = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    Map<Part, List<ImageItem>> items =
        Map.of(
            Part.TRAIN,
            split.train(),
            Part.VALIDATION,
            split.validation(),
            Part.TEST,
            split.test());
    for (Part part : Part.values()) {
      for (ImageItem item : items.getOrDefault(part, List.of())) {
        looks.add(byId.get(item.id()));
        parts.add(part);
      }
    }
    return new Examined(split.labels(), looks, parts);
  }

  private static LeakFinding leak(Examined examined, Copies copies) {
    List<Integer> test = examined.in(Part.TEST);
    return Leakage.between(
        copies,
        examined.looks().stream().map(PictureLook::item).toList(),
        examined.in(Part.TRAIN),
        test.isEmpty() ? examined.in(Part.VALIDATION) : test);
  }

  private Optional<FeatureMatrix> features(Examined examined) throws IOException {
    if (settings.backbone == null) {
      return Optional.empty();
    }
    return Optional.of(
        FeatureMatrix.of(
            settings.backbone,
            Optional.ofNullable(settings.cache),
            examined,
            settings.listener,
            settings.stop));
  }

  private Optional<PredictionTable> said(
      Examined examined, Copies copies, Optional<FeatureMatrix> features) {
    return settings.predictions != null
        ? Optional.of(settings.predictions)
        : features.flatMap(
            f -> PredictionsOf.probe(f, examined, copies, settings.seed, settings.listener));
  }
}
