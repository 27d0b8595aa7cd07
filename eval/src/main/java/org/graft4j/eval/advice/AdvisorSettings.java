package org.graft4j.eval.advice;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;

/** Everything that {@link Advisor.Builder} was told. */
record AdvisorSettings(
    int pictures,
    int folds,
    Seed seed,
    Optional<FeatureCache> cache,
    Optional<BiFunction<Backbone, Seed, Backbone>> untrained,
    Consumer<AdviceEvent> listener,
    BooleanSupplier stop) {}
