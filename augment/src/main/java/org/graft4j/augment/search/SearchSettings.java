package org.graft4j.augment.search;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;

/** Everything that {@link PolicySearch.Builder} was told. */
record SearchSettings(
    Probe probe,
    GainInterval interval,
    int pictures,
    int folds,
    int repetitions,
    double confidence,
    Seed seed,
    Optional<FeatureCache> cache,
    Consumer<SearchEvent> listener,
    BooleanSupplier stop) {}
